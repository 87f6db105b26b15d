package session_test

import (
	"testing"

	"gesso/runner/budget"
	"gesso/runner/command"
	"gesso/runner/plan"
	"gesso/runner/plan/plantest"
	"gesso/runner/session"
)

// TestExitOn: what is in doubt goes before the budget, and that before the changes.
func TestExitOn(t *testing.T) {
	none := 0
	left := budget.Budget{MaxImages: &none}
	free, paid, doubt := plantest.Change(plan.Place), plantest.Change(plan.Generate), plantest.Change(plan.InDoubt)
	of := func(b budget.Budget, changes ...*plan.Change) *plan.Plan {
		return &plan.Plan{Changes: changes, Budget: b}
	}
	const done, changes, over, open = command.ExitDone, command.ExitChanges, command.ExitBudget, command.ExitDoubt
	for _, test := range []struct {
		name                           string
		plan                           *plan.Plan
		nothing, changes, paid, budget int
	}{
		{"nothing to do", of(left), done, done, done, done},
		{"free", of(left, free), done, changes, done, done},
		{"paid", of(budget.Budget{}, free, paid), done, changes, changes, done},
		{"over the budget", of(left, free, paid), done, over, over, over},
		{"in doubt", of(left, free, paid, doubt), open, open, open, open},
	} {
		for on, want := range map[session.ExitOn]int{
			session.OnNothing: test.nothing, session.OnChanges: test.changes, session.OnPaid: test.paid, session.OnBudget: test.budget,
		} {
			if got := on.Code(test.plan); got != want {
				t.Errorf("%s, on %q: %d, want %d", test.name, on, got, want)
			}
		}
	}
}
