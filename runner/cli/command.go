package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"gesso/spec/near"
)

// command is one of gesso's commands.
type command struct {
	name    string // "plan", "state list"
	usage   string // what follows the name: "[options] [NAME]"
	summary string // one line, lower case
	detail  string // what help says more, in full sentences
	flags   func(*flag.FlagSet)
	args    int // how many arguments it takes at most; -1 for any number
	run     func(context.Context, *app, []string) int
}

// commands lists all commands in the order of help.
func commands() []*command {
	return []*command{
		validateCommand(), planCommand(), applyCommand(), destroyCommand(),
		showCommand(), outputCommand(), consoleCommand(), graphCommand(), stateListCommand(),
		resolveCommand(), auditCommand(), sandboxCommand(),
		fmtCommand(), metadataFunctionsCommand(), schemaCommand(), versionCommand(),
	}
}

// parse reads flags wherever they stand and returns the other arguments.
func (c *command) parse(a *app, args []string) ([]string, error) {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	a.globalFlags(set)
	if c.flags != nil {
		c.flags(set)
	}
	var rest []string
	for {
		if err := set.Parse(args); err != nil {
			return nil, flagError(set, err)
		}
		args = set.Args()
		if len(args) == 0 {
			break
		}
		rest = append(rest, args[0])
		args = args[1:]
	}
	if c.args >= 0 && len(rest) > c.args {
		return nil, a.extra(c, rest)
	}
	return rest, nil
}

func atMost(n int) string {
	switch n {
	case 0:
		return "no arguments"
	case 1:
		return "at most one argument"
	}
	return fmt.Sprintf("at most %d arguments", n)
}

// usageError is a command line that gesso does not understand.
type usageError struct{ message, hint string }

func (e *usageError) Error() string { return e.message }

// flagError says what package flag says, with a suggestion for a name that is
// nearly right.
func flagError(set *flag.FlagSet, err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	message, hint := err.Error(), programOf(set.Name())+" -help"
	if name, ok := strings.CutPrefix(message, "flag provided but not defined: -"); ok {
		var names []string
		set.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		message, hint = missingOption(set.Name(), name, near.Word(name, names))
	}
	return &usageError{message, hint}
}
