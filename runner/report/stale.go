package report

import (
	"fmt"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// fewStale is how many stale pictures a plan names, unless it is to name all.
const fewStale = 10

// stale lists the pictures that are kept although the configuration asks for others, and
// explains that.
func (s *Screen) stale(p *plan.Plan, form PlanForm) {
	note := outline.StaleNote(p)
	if note == "" {
		return
	}
	shown := p.Stale()
	more := 0
	if form == Fitting && len(shown) > fewStale {
		shown, more = shown[:fewStale], len(shown)-fewStale
	}
	for _, c := range shown {
		s.heading(fmt.Sprintf("%3s %s  stale %s", "=", s.paint(bold, quote.Line(c.Address)), s.paint(faint, "("+outline.StaleText(c)+")")))
	}
	if more > 0 {
		s.printf("    and %d more, which -compact lists\n", more)
	}
	s.printf("\n")
	s.wrapped("", s.paint(yellow, note))
}
