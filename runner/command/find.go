package command

import (
	"fmt"
	"slices"
	"strings"

	"gesso/runner/manual"
	"gesso/spec/near"
)

// find matches the longest command name at the beginning of args. Topics are what
// else could have been meant.
func (p *Program) find(args []string, topics ...string) (*Command, []string, error) {
	var names []string
	for _, c := range p.Commands {
		words := strings.Fields(c.Name)
		names = append(names, words[0])
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == c.Name {
			return c, args[len(words):], nil
		}
	}
	if err := p.Habits.answer(args); err != nil {
		return nil, nil, err
	}
	given := args[0]
	if err := p.subcommand(given); err != nil {
		return nil, nil, err
	}
	kind, hint := "command", "gesso help"
	if len(topics) > 0 {
		kind = "command or topic"
	}
	if topic, ok := manual.Find(given); ok {
		hint += " " + topic.Name
	}
	meant := near.Word(given, slices.Concat(names, topics, []string{"help"}))
	return nil, nil, Misuse(fmt.Sprintf("there is no %s %q%s", kind, given, near.Clause(meant)), hint)
}

// subcommand is the mistake of a first word that needs another one, or nil.
func (p *Program) subcommand(first string) error {
	var words []string
	hint := ""
	for _, c := range p.Commands {
		word, ok := strings.CutPrefix(c.Name, first+" ")
		if !ok {
			continue
		}
		if hint == "" {
			hint = programOf(c.Name)
			if strings.HasPrefix(c.Usage, "-") {
				hint += " " + c.Usage
			}
		}
		words = append(words, word)
	}
	switch len(words) {
	case 0:
		return nil
	case 1:
		return Misuse(fmt.Sprintf("gesso %s has one subcommand: %s", first, words[0]), hint)
	}
	return Misuse(fmt.Sprintf("gesso %s has the subcommands %s", first, strings.Join(words, ", ")), hint)
}
