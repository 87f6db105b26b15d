package command

import (
	"errors"
	"flag"
	"fmt"
	"strings"

	"gesso/spec/near"
)

// parse reads flags wherever they stand and returns the other arguments, and whether
// one of the flags is -json.
func (a *App) parse(c *Command, args []string) (rest []string, asJSON bool, err error) {
	set := c.flagSet(&asJSON)
	a.globalFlags(set)
	for {
		if err := set.Parse(args); err != nil {
			return nil, false, a.program.flagError(set, err)
		}
		args = set.Args()
		if len(args) == 0 {
			break
		}
		rest = append(rest, args[0])
		args = args[1:]
	}
	if c.Args >= 0 && len(rest) > c.Args {
		return nil, asJSON, a.extra(c, rest)
	}
	return rest, asJSON, nil
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

// flagError says what package flag says, with a suggestion for a name that is
// nearly right.
func (p *Program) flagError(set *flag.FlagSet, err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	message, hint := err.Error(), programOf(set.Name())+" -help"
	if name, ok := strings.CutPrefix(message, "flag provided but not defined: -"); ok {
		var names []string
		set.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		message, hint = p.missingOption(set.Name(), name, near.Word(name, names))
	}
	return Misuse(message, hint)
}
