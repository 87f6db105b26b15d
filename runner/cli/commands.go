package cli

import (
	"fmt"
	"strings"

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

// find matches the longest command name at the beginning of args.
func find(args []string) (*command, []string, error) {
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
	meant := near.Word(given, append(names, "help"))
	return nil, nil, &usageError{fmt.Sprintf("there is no command %q%s", given, near.Clause(meant)), "gesso help"}
}
