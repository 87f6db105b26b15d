package cli

import (
	"context"
	"slices"

	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/document"
	"gesso/runner/report"
	"gesso/runner/session"
	"gesso/state"
)

func showCommand() *command.Command {
	return &command.Command{
		Name: "show", Usage: "[ADDRESS]",
		Summary: "show what is recorded of the images",
		Detail: `Prints what the state knows of each recorded image: its request, its picture, its
output, and calls that are not settled. An ADDRESS selects a block's images, or one.

With -json it is one document in the shape of terraform show -json.`,
		Examples: []string{
			"gesso show",
			`gesso show 'image.hero["aria"]'`,
			"gesso show image.hero  # all instances of a block",
			"gesso show -json | jq -r '.values.root_module.resources[].address'",
		},
		JSON: command.Document,
		Args: 1,
		Run: func(_ context.Context, a *command.App, args []string) int {
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenState("show", session.Looking); err != nil {
				return a.End(err)
			}
			var recorded []string
			var shown []*state.Record
			for record := range s.State.All() {
				recorded = append(recorded, record.Address)
				if len(args) == 0 || matches(args[0], record.Address) {
					shown = append(shown, record)
				}
			}
			if len(shown) == 0 && len(args) > 0 {
				hint := "gesso state list"
				if meant := decide.Meant(args[0], recorded); meant != "" {
					hint = "gesso show '" + meant + "'"
				}
				return a.Fail(command.Misuse("nothing is recorded of "+args[0], hint))
			}
			if a.AsJSON() {
				return a.Write(document.MakeState(slices.Values(shown), Version))
			}
			for _, record := range shown {
				report.Record(a.Out, record)
			}
			if len(shown) == 0 {
				a.Out.Write([]byte("Nothing is recorded yet.\n"))
			}
			return command.ExitDone
		},
	}
}
