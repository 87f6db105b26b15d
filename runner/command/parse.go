package command

import (
	"flag"
	"fmt"
	"strings"
	"time"

	"gesso/spec/near"
)

// parse reads flags, wherever they stand, and returns the other arguments. It notes whether
// -json was given.
func (a *App) parse(c *Command, args []string) ([]string, error) {
	set := c.flagSet()
	a.globalFlags(set)
	var rest []string
	for {
		if err := set.Parse(args); err != nil {
			return nil, a.program.flagError(set, err)
		}
		parsed := len(args) - set.NArg()
		if parsed > 0 && args[parsed-1] == "--" {
			rest = append(rest, set.Args()...) // after "--" nothing is an option
			break
		}
		args = set.Args()
		if len(args) == 0 {
			break
		}
		rest = append(rest, args[0])
		args = args[1:]
	}
	a.asked = c.JSON != NoJSON && set.Lookup("json").Value.String() == "true"
	if c.Hidden { // its arguments are what somebody else typed
		return rest, nil
	}
	if err := a.program.unset(set); err != nil {
		return nil, err
	}
	if err := longDash(programOf(c.Name), rest); err != nil {
		return nil, err
	}
	if err := emptyArgument(c.Name, rest); err != nil {
		return nil, err
	}
	if c.Args >= 0 && len(rest) > c.Args {
		return nil, a.extra(c, rest)
	}
	return rest, a.checkDir()
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

// flagError converts an error of package flag, and suggests a similar name.
func (p *Program) flagError(set *flag.FlagSet, err error) error {
	message, hint := err.Error(), programOf(set.Name())+" -help"
	if start, parsed := strings.CutSuffix(message, ": parse error"); parsed {
		message = start + ": " + wanted(set, start)
	}
	if name, ok := strings.CutPrefix(message, "flag provided but not defined: -"); ok {
		var names []string
		set.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		message, hint = p.missingOption(set.Name(), name, near.Word(name, names))
	}
	return Misuse(message, hint)
}

// wanted returns what the value of an option should be. The option's name is at the end of
// package flag's message.
func wanted(set *flag.FlagSet, message string) string {
	option := set.Lookup(message[strings.LastIndex(message, " -")+len(" -"):])
	if option == nil {
		return "it cannot be read"
	}
	getter, _ := option.Value.(flag.Getter) // all flags of package flag implement it
	switch getter.Get().(type) {
	case bool:
		return "true or false"
	case time.Duration:
		return "a duration, such as 30s or 5m"
	case float64:
		return "a number"
	}
	return "a whole number"
}
