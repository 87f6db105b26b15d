package cli

import (
	"fmt"
	"slices"
	"strings"

	"gesso/runner/manual"
	"gesso/spec/near"
)

// commands lists all commands in the order of help.
func commands() []*command {
	return []*command{
		validateCommand(), planCommand(), applyCommand(), destroyCommand(),
		showCommand(), outputCommand(), consoleCommand(), graphCommand(), stateListCommand(),
		resolveCommand(), auditCommand(), sandboxCommand(),
		fmtCommand(), metadataFunctionsCommand(), schemaCommand(), versionCommand(),
	}
}

// find matches the longest command name at the beginning of args. Topics are what
// else could have been meant.
func find(args []string, topics ...string) (*command, []string, error) {
	var names []string
	for _, c := range commands() {
		words := strings.Fields(c.name)
		names = append(names, words[0])
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == c.name {
			return c, args[len(words):], nil
		}
	}
	if err := otherwise(args); err != nil {
		return nil, nil, err
	}
	given := args[0]
	switch given {
	case "state":
		return nil, nil, &usageError{"gesso state has one subcommand: list", "gesso state list"}
	case "metadata":
		return nil, nil, &usageError{"gesso metadata has one subcommand: functions", "gesso metadata functions -json"}
	}
	kind, hint := "command", "gesso help"
	if len(topics) > 0 {
		kind = "command or topic"
	}
	if topic, ok := manual.Find(given); ok {
		hint += " " + topic.Name
	}
	meant := near.Word(given, slices.Concat(names, topics, []string{"help"}))
	return nil, nil, &usageError{fmt.Sprintf("there is no %s %q%s", kind, given, near.Clause(meant)), hint}
}
