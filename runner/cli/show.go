package cli

import (
	"context"

	"gesso/runner/command"
	"gesso/runner/report"
	"gesso/runner/selection"
	"gesso/runner/session"
)

func showCommand() *command.Command {
	return &command.Command{
		Name: "show", Usage: "[ADDRESS]",
		Summary: "show what is recorded of the images",
		Detail: `Prints what the state knows of each recorded image: its request, its picture, its
output, and calls that are not settled. An ADDRESS selects a block's images, or one.`,
		Examples: []string{
			"gesso show",
			`gesso show 'image.hero["aria"]'`,
			"gesso show image.hero  # all instances of a block",
		},
		Args: 1,
		Run: func(_ context.Context, a *command.App, args []string) int {
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenState("show", session.Looking); err != nil {
				return a.End(err)
			}
			var found *selection.Found
			if len(args) > 0 {
				var err error
				if found, err = selection.Find("", args, recordedImages(s)); err != nil {
					return a.End(err)
				}
			}
			shown := 0
			for record := range s.State.All() {
				if found == nil || found.Means(record.Address) {
					report.Record(a.Out, record)
					shown++
				}
			}
			if shown == 0 {
				a.Out.Write([]byte("Nothing is recorded yet.\n"))
			}
			return command.ExitDone
		},
	}
}
