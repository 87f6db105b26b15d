package report

import (
	"fmt"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/runner/selection"
)

// Saved says that a plan was saved to a file, and how to apply it.
func Saved(s *Screen, name string) {
	s.printf("\nThe plan is saved. To do exactly this:\n\n        gesso apply %s\n", selection.Quote(name))
}

// Approval is a plan file that is about to be applied.
type Approval struct {
	Name  string
	Plan  *plan.Plan // what is left to do
	Shown *plan.Plan // what the file shows
	Done  int        // how many of its changes are done
	All   int
}

// Approved prints the last lines of a plan that a file approves, and how much of it is done
// already.
func Approved(s *Screen, a Approval) {
	name := quote.Line(a.Name)
	switch {
	case a.Shown.Empty():
		Plan(s, a.Plan)
		return
	case a.Plan.Empty():
		s.printf("Everything that %s shows is done.\n", name)
		return
	case a.Done > 0:
		s.wrapped("", fmt.Sprintf("Done already: %d of the %s that %s shows.", a.Done, outline.Plural(a.All, "change"), name))
	}
	PlanSummary(s, a.Plan)
}

// mostObjections is how many objections are listed.
const mostObjections = 30

// Objections prints why a plan file is not applied.
func Objections(s *Screen, name string, found []string) {
	s.wrapped("", fmt.Sprintf("gesso: error: %s is not what there is to do now any more, and nothing was done:", quote.Line(name)))
	for _, line := range found[:min(len(found), mostObjections)] {
		s.wrapped("  ", quote.Line(line))
	}
	if more := len(found) - mostObjections; more > 0 {
		s.printf("  and %d more like these\n", more)
	}
	s.printf("gesso: hint: gesso plan -out=%s shows what there is to do now\n", selection.Quote(name))
}
