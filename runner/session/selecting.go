package session

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"gesso/runner/command"
	"gesso/runner/selection"
)

// PatternFiles are files with one pattern a line, relative to -chdir's directory.
type PatternFiles struct {
	Targets, Excludes []string
}

// Planning adds the options of commands that plan what is declared.
func (o *Options) Planning(set *flag.FlagSet) {
	set.BoolVar(&o.Unmoved, "no-auto-move", false, "let only moved blocks move what is recorded; a renamed image takes its picture from the store")
	for _, add := range []func(*flag.FlagSet){o.Variables, o.Wishes, o.Selecting, o.Refreshing, o.Waiting, o.Reading} {
		add(set)
	}
}

// Selecting adds the options that select a part of the plan.
func (o *Options) Selecting(set *flag.FlagSet) {
	several(set, "target", "plan only the images that `PATTERN` means, and what they depend on; can be given again", &o.Choice.Targets)
	several(set, "target-file", "read patterns for -target from `FILE`, or from standard input (-), one a line, with # comments; can be given again", &o.Files.Targets)
	several(set, "exclude", "leave out the images that `PATTERN` means, and what depends on them; can be given again", &o.Choice.Excludes)
	several(set, "exclude-file", "read patterns for -exclude from `FILE`, or from standard input (-); can be given again", &o.Files.Excludes)
}

// Refreshing adds -refresh and -refresh-only.
func (o *Options) Refreshing(set *flag.FlagSet) {
	command.Choice(set, "refresh", "look at the outputs (default true); with false, what is recorded of them counts", &o.Unrefreshed, false, true)
	set.BoolVar(&o.RefreshOnly, "refresh-only", false, "only collect what was paid for and restore outputs, whatever the configuration has changed")
}

// several adds an option that can be given more than once.
func several(set *flag.FlagSet, name, usage string, list *[]string) {
	set.Func(name, usage, func(text string) error {
		if text == "" {
			return errors.New("it is empty")
		}
		*list = append(*list, text)
		return nil
	})
}

// Choice returns the selection of the options, with the patterns of the files that they
// name. The files are read once, since standard input can be read only once.
func (s *Session) Choice() (selection.Choice, error) {
	if s.selected != nil {
		return *s.selected, nil
	}
	choice := s.Options.Choice
	for _, from := range []struct {
		option string
		files  []string
		to     *[]string
	}{{"-target-file", s.Options.Files.Targets, &choice.Targets}, {"-exclude-file", s.Options.Files.Excludes, &choice.Excludes}} {
		for _, name := range from.files {
			patterns, err := s.patterns(from.option, name)
			if err != nil {
				return choice, fmt.Errorf("%s: %w", from.option, err)
			}
			*from.to = slices.Concat(*from.to, patterns)
		}
	}
	s.selected = &choice
	return choice, nil
}

// patterns reads the patterns of one file. An empty file is an error: it would select
// nothing, or everything.
func (s *Session) patterns(option, name string) ([]string, error) {
	var patterns []string
	err := s.App.Given(option, name, func(from io.Reader) error {
		read, err := selection.Read(from)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		patterns = read
		return nil
	})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", name)
	case err != nil:
		return nil, err
	case len(patterns) == 0 && name == command.Stdin:
		return nil, errors.New("standard input has no pattern")
	case len(patterns) == 0:
		return nil, fmt.Errorf("%s has no pattern", name)
	}
	return patterns, nil
}
