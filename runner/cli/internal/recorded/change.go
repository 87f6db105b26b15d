package recorded

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"gesso/runner/command"
	"gesso/runner/records"
	"gesso/runner/session"
	"gesso/state"
)

const dryRun = "say what would be done, and do nothing"

// Move is gesso state mv.
func Move() *command.Command {
	dry, o := false, &session.Options{}
	return &command.Command{
		Name: "state mv", Usage: "[options] SOURCE DESTINATION",
		Summary: "give what is recorded of an image to another address",
		Detail: `Moves the record of an image, all of a block's, or all that is in a module, to another
address, with the calls that are open. Nothing is made, and no output is touched: the
next plan says what the image at its new address needs. An address that something is
recorded of already is refused.

A moved block in the configuration says the same, is shown by the plan first, and is
done by everybody who applies.`,
		Examples: []string{"gesso state mv image.hero image.villain", `gesso state mv 'image.hero["a"]' 'image.hero["b"]'`, "gesso state mv module.shop module.store"},
		Args:     2,
		Flags:    func(set *flag.FlagSet) { set.BoolVar(&dry, "dry-run", false, dryRun); o.Waiting(set) },
		Run: func(_ context.Context, a *command.App, args []string) int {
			if len(args) != 2 {
				return a.Fail(command.Misuse("state mv needs two addresses: of what is moved, and where to", "gesso state mv -help"))
			}
			s, err := open(a, o, "state mv", access(dry))
			if err != nil {
				return a.End(err)
			}
			defer s.Close()
			events, err := records.Move(s.State, args[0], args[1], a.Now())
			if err != nil {
				return a.End(mistake(err))
			}
			return change(a, s, events, dry, "state mv", "moved", nil)
		},
	}
}

// Remove is gesso state rm.
func Remove() *command.Command {
	dry, o := false, &session.Options{}
	return &command.Command{
		Name: "state rm", Usage: "[options] ADDRESS...",
		Summary: "forget what is recorded of images",
		Detail: `Forgets the records. Outputs stay where they are, pictures stay in the store and in the
ledger of this directory, and calls that are open stay known. An image that is still
declared gets its picture back from the store by the next apply, for nothing; in a
clone, which has no store, it would be bought again.
` + patterns + `

A removed block with lifecycle { destroy = false } says the same in the configuration.`,
		Examples: []string{"gesso state rm image.hero", `gesso state rm -dry-run 'image.hero["a*"]' module.shop`},
		Args:     -1,
		Flags:    func(set *flag.FlagSet) { set.BoolVar(&dry, "dry-run", false, dryRun); o.Waiting(set) },
		Run: func(_ context.Context, a *command.App, args []string) int {
			if len(args) == 0 {
				return a.Fail(command.Misuse("state rm needs an address", "gesso state list"))
			}
			s, err := open(a, o, "state rm", access(dry))
			if err != nil {
				return a.End(err)
			}
			defer s.Close()
			events, waiting, err := records.Forget(s.State, args, a.Now())
			if err != nil {
				return a.End(mistake(err))
			}
			return change(a, s, events, dry, "state rm", "forgotten", waiting)
		},
	}
}

func access(dry bool) session.Access {
	if dry {
		return session.Looking
	}
	return session.Changing
}

// change records events and prints them; with dry it only prints them.
func change(a *command.App, s *session.Session, events []state.Event, dry bool, name, done string, waiting []string) int {
	copied := ""
	if !dry {
		var err error
		if copied, err = records.Record(s.Workspace, s.Loaded, events, strings.ReplaceAll(name, " ", "-"), a.Now()); err != nil {
			return a.End(err)
		}
	}
	for _, e := range events {
		fmt.Fprintln(a.Out, said(s.State, e, dry))
	}
	for _, address := range waiting {
		fmt.Fprintf(a.Out, "%s: a call is open, and stays known: gesso resolve lists it.\n", line(address))
	}
	verb := "were"
	switch {
	case dry:
		verb = "would be"
	case len(events) == 1:
		verb = "was"
	}
	fmt.Fprintf(a.Out, "%s %s %s.\n", count(len(events), "image"), verb, done)
	kept(a, s.Workspace, copied)
	return command.ExitDone
}

// said describes an event. S is the state before or after it.
func said(s *state.State, e state.Event, dry bool) string {
	if e.Kind == state.Moved {
		if dry {
			return fmt.Sprintf("Would move %s to %s", line(e.From), line(e.Record.Address))
		}
		return fmt.Sprintf("Moved %s to %s", line(e.From), line(e.Record.Address))
	}
	if dry {
		return "Would forget " + line(e.Address)
	}
	return "Forgot " + line(e.Address)
}
