package command

import (
	"fmt"
	"slices"
	"strings"

	"gesso/runner/manual"
	"gesso/spec/near"
)

// find returns the command with the longest name that args begin with, and the remaining
// arguments. Topics are further candidates for suggestions.
func (p *Program) find(args []string, topics ...string) (*Command, []string, error) {
	var found *Command
	var names []string
	length := 0
	for _, c := range p.Commands {
		words := strings.Fields(c.Name)
		if !c.Hidden {
			names = append(names, words[0])
		}
		if len(words) > length && len(args) >= len(words) && slices.Equal(args[:len(words)], words) {
			found, length = c, len(words)
		}
	}
	if found != nil {
		return found, args[length:], nil
	}
	if err := p.Habits.answer(args); err != nil {
		return nil, nil, err
	}
	if err := longDash("gesso", args[:1]); err != nil {
		return nil, nil, err
	}
	given := args[0]
	if family := p.family(given); len(family) > 0 {
		return nil, nil, subcommand(given, args[1:], family)
	}
	kind, hint := "command", "gesso help"
	if len(topics) > 0 {
		kind = "command or topic"
	}
	if topic, ok := manual.Find(given); ok {
		hint += " " + topic.Name
	}
	meant := near.Word(given, slices.Concat(names, topics))
	return nil, nil, Misuse(fmt.Sprintf("there is no %s %q%s", kind, given, near.Clause(meant)), hint)
}

// family returns the commands whose names begin with a word and have more.
func (p *Program) family(word string) []*Command {
	var all []*Command
	for _, c := range p.Commands {
		if strings.HasPrefix(c.Name, word+" ") && !c.Hidden {
			all = append(all, c)
		}
	}
	return all
}

// subcommand is the error of a first word that needs one of several others after it.
func subcommand(first string, given []string, family []*Command) error {
	var words []string
	for _, c := range family {
		words = append(words, strings.TrimPrefix(c.Name, first+" "))
	}
	hint := programOf("help " + first)
	if len(given) > 0 && !strings.HasPrefix(given[0], "-") {
		return Misuse(fmt.Sprintf("gesso %s has no subcommand %q%s", first, given[0], near.Among(given[0], words)), hint)
	}
	if len(words) == 1 {
		return Misuse(fmt.Sprintf("gesso %s has one subcommand: %s", first, words[0]), hint)
	}
	return Misuse(fmt.Sprintf("gesso %s has the subcommands %s", first, strings.Join(words, ", ")), hint)
}
