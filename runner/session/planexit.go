package session

import (
	"flag"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/plan"
)

// ExitOn says which plans end with another exit code than 0. It is a closed set. A plan
// with a request in doubt always does.
type ExitOn string

const (
	OnNothing ExitOn = ""
	OnChanges ExitOn = "changes" // exit with 2 if there is something to do
	OnPaid    ExitOn = "paid"    // exit with 2 if something would be bought
	OnBudget  ExitOn = "budget"  // exit with 4 if the budget leaves something out
)

// Flags adds -detailed-exitcode and -exit-on.
func (on *ExitOn) Flags(set *flag.FlagSet) {
	command.Choice(set, "detailed-exitcode", "exit with 2 when there are changes, and with 4 when the budget leaves some out: the same as -exit-on=changes", on, OnChanges, OnNothing)
	set.Func("exit-on", "exit with 2 when there are changes, or paid ones, and with 4 when the budget leaves some out: `changes|paid|budget`", func(text string) error {
		switch word := ExitOn(text); word {
		case OnChanges, OnPaid, OnBudget:
			*on = word
			return nil
		}
		return fmt.Errorf("changes, paid or budget")
	})
}

// Code returns the exit code of a plan. Requests in doubt come first, then the budget:
// either means that the plan cannot be carried out as it stands.
func (on ExitOn) Code(p *plan.Plan) int {
	switch {
	case p.InDoubt() > 0:
		return command.ExitDoubt
	case on == OnNothing:
		return command.ExitDone
	case p.LeftOut() > 0:
		return command.ExitBudget
	case on == OnChanges && !p.Empty(), on == OnPaid && p.Cost().Pictures > 0:
		return command.ExitChanges
	}
	return command.ExitDone
}
