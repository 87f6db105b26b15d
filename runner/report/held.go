package report

import (
	"fmt"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// held lists the pictures that stay because somebody made them by hand, although the
// configuration asks for others.
func held(s *Screen, p *plan.Plan) {
	n := 0
	for c := range p.Selected() {
		if len(c.Holds) == 0 {
			continue
		}
		if n++; c.Action != plan.None {
			continue // its block says so
		}
		if n == 1 && p.Empty() {
			s.printf("\n")
		}
		s.heading(fmt.Sprintf("%s %s  held, as it was made by hand %s", s.paint(yellow, "  ="), s.paint(bold, quote.Line(c.Address)), s.paint(faint, "("+outline.ReasonsText(c.Holds)+")")))
		s.rows(outline.HoldRows(c)[1:])
		s.printf("\n")
	}
	if n == 0 {
		return
	}
	s.wrapped("", s.paint(yellow, fmt.Sprintf("%s held: somebody made them by hand, and nothing replaces them unasked. -replace=ADDRESS makes one anew, gesso restore ADDRESS brings back what was made before, gesso adopt ADDRESS says that it serves as it is.", outline.Plural(n, "picture"))))
}
