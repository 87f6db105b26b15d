package recorded

import (
	"context"
	"flag"
	"fmt"
	"slices"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/records"
	"gesso/runner/report"
	"gesso/runner/session"
)

// List is gesso state list.
func List() *command.Command {
	task := ""
	return &command.Command{
		Name: "state list", Usage: "[options] [ADDRESS...]",
		Summary: "list the recorded images",
		Detail: `Prints the address of every recorded image, a line each, or of those that are meant.
` + patterns,
		Examples: []string{"gesso state list", "gesso state list image.hero module.shop", "gesso state list -id=7f2c9a", "gesso state list -json | jq -r '.addresses[]'"},
		Args:     -1,
		JSON:     command.Document,
		Flags: func(set *flag.FlagSet) {
			set.StringVar(&task, "id", "", "only what the provider's task `ID` brought, or is to bring")
		},
		Run: func(_ context.Context, a *command.App, args []string) int {
			s, err := open(a, nil, "state list", session.Looking)
			if err != nil {
				return a.End(err)
			}
			defer s.Close()
			chosen, err := records.Choose(s.State, args, task)
			if err != nil {
				return a.End(mistake(err))
			}
			if a.AsJSON() {
				return a.Write(document.MakeStateList(chosen))
			}
			for _, r := range chosen {
				fmt.Fprintln(a.Out, line(r.Address))
			}
			return command.ExitDone
		},
	}
}

// Show is gesso state show.
func Show() *command.Command {
	return &command.Command{
		Name: "state show", Usage: "ADDRESS",
		Summary: "show what is recorded of an image",
		Detail: `Prints what the state knows of an image: its request, its picture, its output, calls
that are not settled, and pictures that another branch had for it.
` + patterns,
		Examples: []string{`gesso state show 'image.hero["aria"]'`},
		Args:     1,
		JSON:     command.Document,
		Run: func(_ context.Context, a *command.App, args []string) int {
			if len(args) == 0 {
				return a.Fail(command.Misuse("state show needs an address", "gesso state list"))
			}
			s, err := open(a, nil, "state show", session.Looking)
			if err != nil {
				return a.End(err)
			}
			defer s.Close()
			chosen, err := records.Choose(s.State, args, "")
			if err != nil {
				return a.End(mistake(err))
			}
			if a.AsJSON() {
				return a.Write(document.MakeState(slices.Values(chosen), command.Version))
			}
			for _, r := range chosen {
				report.Record(a.Out, r)
			}
			return command.ExitDone
		},
	}
}
