package completion

import (
	"flag"
	"slices"
	"strings"

	"gesso/runner/command"
)

// Candidate is a word that can stand where the current one is.
type Candidate struct {
	Value   string
	Meaning string // one line, or ""
	Open    bool   // more of the word follows: no space is typed behind it
}

// Program is what can be said on a command line.
type Program struct {
	Commands []*command.Command
	Topics   []string // of help, beside the commands

	// Words are what a placeholder such as STATUS can be, several of them with commas
	// between; nil is nothing.
	Words map[string][]string
}

// line is a command line, as far as it is typed.
type line struct {
	Program
	Sources
	command *command.Command
	family  string        // the first word of commands of which none is chosen yet, or ""
	args    int           // how many arguments stand before the current word
	awaits  *flag.Flag    // the option whose value is the current word, or nil
	set     *flag.FlagSet // of the command
	bare    bool          // behind a "--", where no option is
	after   []string      // arguments of help: the words of a command
}

// Complete finds what the current word can be, where words stand before it, without
// the program's name. They are as the program would get them, and so are the values
// of candidates.
func (p Program) Complete(words []string, current string, s Sources) []Candidate {
	l := &line{Program: p, Sources: s, set: globalFlags()}
	for len(words) > 0 {
		words = l.take(words)
	}
	var all []Candidate
	switch name, value, given := strings.Cut(current, "="); {
	case l.awaits != nil:
		all = l.values(placeholder(l.awaits), current)
	case given && strings.HasPrefix(current, "-") && !l.bare:
		if f := l.set.Lookup(strings.TrimLeft(name, "-")); f != nil {
			all = prefixed(name+"=", l.values(placeholder(f), value))
		}
	case strings.HasPrefix(current, "-") && !l.bare:
		all = l.options(current)
	default:
		all = l.arguments(current)
	}
	return slices.DeleteFunc(all, func(c Candidate) bool { return !strings.HasPrefix(c.Value, current) })
}

// take reads the first word, and returns the others.
func (l *line) take(words []string) []string {
	word := words[0]
	switch {
	case l.awaits != nil:
		l.given(l.awaits.Name, word)
		l.awaits = nil
	case l.bare || word == "-" || !strings.HasPrefix(word, "-"):
		return l.argument(words)
	case word == "--":
		l.bare = true
	default:
		name, value, given := strings.Cut(strings.TrimLeft(word, "-"), "=")
		if f := l.set.Lookup(name); f != nil && !isBool(f) && !given {
			l.awaits = f
		}
		l.given(name, value)
	}
	return words[1:]
}

// given notes what is looked for elsewhere by an option.
func (l *line) given(option, value string) {
	if option == "chdir" && value != "" {
		l.Dir = value
	}
}

// argument reads a word that is no option: the name of the command, or one of its
// arguments.
func (l *line) argument(words []string) []string {
	if l.command != nil {
		l.args++
		l.after = append(l.after, words[0])
		return words[1:]
	}
	length := 0
	for _, c := range l.Commands {
		name := strings.Fields(c.Name)
		if len(name) > length && len(words) >= len(name) && slices.Equal(words[:len(name)], name) {
			l.command, length = c, len(name)
		}
	}
	if l.command == nil {
		if l.family != "" || !slices.ContainsFunc(l.Commands, func(c *command.Command) bool { return strings.HasPrefix(c.Name, words[0]+" ") }) {
			l.command = &command.Command{} // nobody knows what it takes
		}
		l.family = words[0]
		return words[1:]
	}
	l.set = globalFlags()
	if l.command.Flags != nil {
		l.command.Flags(l.set)
	}
	return words[length:]
}

// arguments are what can stand where no option is.
func (l *line) arguments(current string) []Candidate {
	if l.command == nil {
		prefix := ""
		if l.family != "" {
			prefix = l.family + " "
		}
		return l.commands(prefix)
	}
	if l.command.Name == "help" {
		return l.helped()
	}
	return l.values(nth(l.command.Usage, l.args), current)
}

// commands are the next words of the commands that begin so.
func (l *line) commands(prefix string) []Candidate {
	var all []Candidate
	for _, c := range l.Commands {
		rest, ok := strings.CutPrefix(c.Name, prefix)
		if !ok || c.Hidden {
			continue
		}
		word, more, _ := strings.Cut(rest, " ")
		meaning := c.Summary
		if more != "" {
			meaning = ""
		}
		if !slices.ContainsFunc(all, func(other Candidate) bool { return other.Value == word }) {
			all = append(all, Candidate{Value: word, Meaning: meaning})
		}
	}
	return all
}

// helped are what help can be asked for.
func (l *line) helped() []Candidate {
	if l.args > 0 {
		return l.commands(strings.Join(l.after, " ") + " ")
	}
	all := l.commands("")
	for _, topic := range l.Topics {
		all = append(all, Candidate{Value: topic})
	}
	return all
}

// options are the options of the command, with as many dashes as are typed.
func (l *line) options(current string) []Candidate {
	dashes := "-"
	if strings.HasPrefix(current, "--") {
		dashes = "--"
	}
	var all []Candidate
	l.set.VisitAll(func(f *flag.Flag) {
		_, meaning := flag.UnquoteUsage(f)
		c := Candidate{Value: dashes + f.Name, Meaning: meaning}
		if !isBool(f) {
			c.Value, c.Open = c.Value+"=", true
		}
		all = append(all, c)
	})
	return append(all, Candidate{Value: dashes + "help", Meaning: "tell more of the command"})
}

func globalFlags() *flag.FlagSet {
	set := flag.NewFlagSet("", flag.ContinueOnError)
	set.String("chdir", "", "work in the directory `DIR`")
	set.Bool("no-color", false, "print without colours")
	return set
}

// isBool reports whether an option needs no value.
func isBool(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

func prefixed(prefix string, all []Candidate) []Candidate {
	for i := range all {
		all[i].Value = prefix + all[i].Value
	}
	return all
}
