package cli

import (
	"context"

	"gesso/runner/audit"
	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/report"
	"gesso/runner/session"
)

func auditCommand() *command.Command {
	return &command.Command{
		Name: "audit", Usage: "[options]",
		Summary: "account for everything that was paid for",
		Detail: `Replays the ledger of all paid calls, reads every picture in the store, and prints
what was paid, what is stored, what the next apply collects, what is in doubt, what
was accepted without a picture and perhaps charged, what was given up, what is lost,
and what was paid for twice. Exits with 1 if anything is lost or double.`,
		Examples: []string{
			"gesso audit",
			"gesso audit -json",
		},
		JSON: command.Document,
		Run: func(_ context.Context, a *command.App, _ []string) int {
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenState("audit", session.Looking); err != nil {
				return a.End(err)
			}
			if err := s.StoreKnown(); err != nil {
				return a.End(err)
			}
			found, err := audit.Make(s.Workspace, s.State)
			if err != nil {
				return a.End(err)
			}
			if a.AsJSON() {
				if code := a.Printed(document.WritePage(a.Stdout, document.MakeAudit(found))); code != command.ExitDone {
					return code
				}
			} else {
				report.Audit(a.Out, found)
			}
			if !found.Sound() {
				return command.ExitError
			}
			return command.ExitDone
		},
	}
}
