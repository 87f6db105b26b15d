package cli

import (
	"context"
	"strings"

	"gesso/runner/command"
	"gesso/runner/report"
	"gesso/runner/savedplan"
	"gesso/runner/selection"
	"gesso/runner/session"
)

func showCommand() *command.Command {
	return &command.Command{
		Name: "show", Usage: "[ADDRESS | FILE]",
		Summary: "show what is recorded of the images",
		Detail: `Prints what the state knows of each recorded image: its request, its picture, its
output, and calls that are not settled. An ADDRESS selects a block's images, or one. Of
a FILE of gesso plan -out it prints the plan.`,
		Examples: []string{
			"gesso show",
			`gesso show 'image.hero["aria"]'`,
			"gesso show image.hero  # all instances of a block",
			"gesso show release.plan  # of gesso plan -out=release.plan",
		},
		Args: 1,
		Run: func(_ context.Context, a *command.App, args []string) int {
			s := session.New(a, nil, nil)
			defer s.Close()
			if len(args) > 0 && namesPlan(s, args[0]) {
				file, err := s.ReadPlan(args[0])
				if err != nil {
					return a.End(err)
				}
				report.Plan(a.Out, file.Plan)
				return command.ExitDone
			}
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

// namesPlan reports whether an argument is a plan file, and no address.
func namesPlan(s *session.Session, argument string) bool {
	if savedplan.Is(s.PlanFile(argument)) {
		return true
	}
	return !strings.HasPrefix(argument, "image.") && !strings.HasPrefix(argument, "module.")
}
