package command

import (
	"flag"
	"io"
	"strings"
)

// option is one that a command takes, as help tells of it.
type option struct {
	name    string // without its dash
	value   string // what stands for its value, or ""
	meaning string // with the default
}

// form is how it is written.
func (o option) form() string {
	if o.value == "" {
		return "-" + o.name
	}
	return "-" + o.name + "=" + o.value
}

// exampleMark is what stands between a line of an example and what it is for.
const exampleMark = "  # "

// usageLine is how the command is written.
func (c *Command) usageLine() string { return strings.TrimSpace(programOf(c.Name) + " " + c.Usage) }

// flagSet has the command's own flags. To parse with it sets what the command
// runs with.
func (c *Command) flagSet() *flag.FlagSet {
	set := flag.NewFlagSet(c.Name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	if c.JSON != NoJSON {
		set.Bool("json", false, c.JSON.usage()) // see wantsJSON
	}
	if c.Flags != nil {
		c.Flags(set)
	}
	return set
}

// options are all that the command takes, by their names.
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

// defaults reports whether a default is worth telling.
func defaults(value string) bool {
	switch value {
	case "", "0", "0s", "false":
		return false
	}
	return true
}
