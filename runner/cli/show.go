package cli

import (
	"context"

	"gesso/runner/decide"
	"gesso/runner/report"
)

func showCommand() *command {
	return &command{
		name: "show", usage: "[ADDRESS]",
		summary: "show what is recorded of the images",
		detail: `Prints what the state knows of each recorded image: its request, its picture, its
output, and calls that are not settled. An ADDRESS selects a block's images, or one.`,
		args: 1,
		run: func(_ context.Context, a *app, args []string) int {
			s := &session{app: a}
			defer s.close()
			if err := s.openState("show", looking); err != nil {
				return a.end(err)
			}
			var recorded []string
			shown := 0
			for record := range s.state.All() {
				recorded = append(recorded, record.Address)
				if len(args) == 0 || matches(args[0], record.Address) {
					report.Record(a.out, record)
					shown++
				}
			}
			if shown == 0 && len(args) > 0 {
				hint := "gesso state list"
				if meant := decide.Meant(args[0], recorded); meant != "" {
					hint = "gesso show '" + meant + "'"
				}
				return a.fail(&usageError{"nothing is recorded of " + args[0], hint})
			}
			if shown == 0 {
				a.out.Write([]byte("Nothing is recorded yet.\n"))
			}
			return exitDone
		},
	}
}
