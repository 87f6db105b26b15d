package cli

import (
	"context"
	"flag"

	"gesso/runner/audit"
	"gesso/runner/document"
	"gesso/runner/report"
)

func auditCommand() *command {
	asJSON := false
	return &command{
		name: "audit", usage: "[options]",
		summary: "account for everything that was paid for",
		detail: `Replays the ledger of all paid calls, reads every picture in the store, and prints
what was paid, what is stored, what the next apply collects, what is in doubt, what
was accepted without a picture and perhaps charged, what was given up, what is lost,
and what was paid for twice. Exits with 1 if anything is lost or double.`,
		flags: func(set *flag.FlagSet) { set.BoolVar(&asJSON, "json", false, "print as JSON") },
		run: func(_ context.Context, a *app, _ []string) int {
			s := &session{app: a}
			defer s.close()
			if err := s.openState("audit", looking); err != nil {
				return a.end(err)
			}
			found, err := audit.Make(s.workspace, s.state)
			if err != nil {
				return a.end(err)
			}
			if asJSON {
				if code := a.printed(document.WritePage(a.Stdout, document.MakeAudit(found))); code != exitDone {
					return code
				}
			} else {
				report.Audit(a.out, found)
			}
			if !found.Sound() {
				return exitError
			}
			return exitDone
		},
	}
}
