package cli

import (
	"cmp"
	"context"
	"flag"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/log"
	"gesso/runner/report"
	"gesso/runner/session"
	"gesso/runner/taint"
	"gesso/state"
)

func taintCommand() *command.Command {
	o, reason := &session.Options{}, ""
	return &command.Command{
		Name: "taint", Usage: "[options] ADDRESS...",
		Summary: "have the next plan replace a picture",
		Detail: `Marks the recorded pictures of images: the next plan makes each anew, which is paid,
and says who asked and why. Until then the output stays what it is, and the picture
that is replaced stays in the store. A mark moves with its image, is in gesso.state
for everybody, and counts for the request of now alone: when that changes, so does
the picture anyway. gesso untaint takes it back.

An ADDRESS is that of an image, of a block or a module, or has wildcards.`,
		Examples: []string{"gesso taint image.logo", `gesso taint -reason="too dark" 'image.hero["aria"]'`},
		Args:     -1,
		JSON:     command.Document,
		Flags: func(set *flag.FlagSet) {
			o.Waiting(set)
			set.StringVar(&reason, "reason", "", "say `WHY`, which the plan repeats")
		},
		Run: func(_ context.Context, a *command.App, args []string) int {
			return mark(a, o, "taint", args, func(recorded *state.State) ([]state.Event, error) { return taint.Mark(recorded, args, reason) })
		},
	}
}

func untaintCommand() *command.Command {
	o := &session.Options{}
	return &command.Command{
		Name: "untaint", Usage: "[options] ADDRESS...",
		Summary: "take back what gesso taint has said",
		Detail: `Takes the marks of gesso taint from pictures: the next plan leaves them as they are.
A picture that fails a postcondition is not accepted by this: that takes another
condition, or another picture.`,
		Examples: []string{"gesso untaint image.logo"},
		Args:     -1,
		JSON:     command.Document,
		Flags:    o.Waiting,
		Run: func(_ context.Context, a *command.App, args []string) int {
			return mark(a, o, "untaint", args, func(recorded *state.State) ([]state.Event, error) { return taint.Unmark(recorded, args) })
		},
	}
}

// mark records the events that decide returns, all or none.
func mark(a *command.App, o *session.Options, what string, addresses []string, decide func(*state.State) ([]state.Event, error)) int {
	if len(addresses) == 0 {
		return a.Fail(command.Misuse("gesso "+what+" needs an address", "gesso "+what+" -help"))
	}
	s := session.New(a, kinds, o)
	defer s.Close()
	if err := s.OpenState(what, session.Changing); err != nil {
		return a.End(err)
	}
	events, err := decide(s.State)
	if err != nil {
		return a.End(err)
	}
	if len(events) > 0 {
		if err := recordMarks(s, events); err != nil {
			return a.End(err)
		}
	}
	if a.AsJSON() {
		return a.Write(document.MakeMarks(events))
	}
	if len(events) == 0 {
		fmt.Fprintln(a.Out, "No changes. It is tainted already.")
	}
	for _, e := range events {
		report.Marked(a.Out, e)
	}
	return command.ExitDone
}

// recordMarks records events in a journal of their own.
func recordMarks(s *session.Session, events []state.Event) error {
	journal, err := s.Workspace.Begin(s.Loaded)
	if err != nil {
		return err
	}
	l := &log.Log{Journal: journal, Now: s.App.Now, Recorded: s.App.Recorded}
	for _, e := range events {
		if err = l.Record(e); err != nil {
			break
		}
	}
	return cmp.Or(err, journal.Close())
}
