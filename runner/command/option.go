package command

import (
	"flag"
	"io"
	"strings"
)

// option is an option of a command, for its help.
type option struct {
	name    string // without its dash
	value   string // the placeholder for its value, or ""
	meaning string // including the default
}

// form returns the option as it is typed.
func (o option) form() string {
	if o.value == "" {
		return "-" + o.name
	}
	return "-" + o.name + "=" + o.value
}

// exampleMark separates an example's command line from its explanation.
const exampleMark = "  # "

// usageLine returns the command's synopsis.
func (c *Command) usageLine() string { return strings.TrimSpace(programOf(c.Name) + " " + c.Usage) }

// flagSet returns the command's own flags. Parsing with it sets the variables that Run
// uses.
func (c *Command) flagSet() *flag.FlagSet {
	set := flag.NewFlagSet(c.Name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	if c.JSON != NoJSON {
		set.Bool("json", false, c.JSON.usage()) // wantsJSON reads it
	}
	if c.Flags != nil {
		c.Flags(set)
	}
	return set
}

// options returns all options of the command, sorted by name.
func (c *Command) options() []option {
	set := c.flagSet()
	(&App{Dir: "."}).globalFlags(set)
	var all []option
	set.VisitAll(func(f *flag.Flag) {
		value, meaning := flag.UnquoteUsage(f)
		if told := strings.Contains(meaning, "default"); !told && defaults(f.DefValue) && f.Name != "chdir" {
			meaning += " (default " + f.DefValue + ")"
		}
		all = append(all, option{f.Name, value, meaning})
	})
	return all
}

// defaults reports whether a default value is worth showing.
func defaults(value string) bool {
	switch value {
	case "", "0", "0s", "false":
		return false
	}
	return true
}
