package report

import (
	"gesso/runner/plan"
	"gesso/runner/report/outline"
)

// decided says what became of the decisions that a plan was made with.
func decided(s *Screen, p *plan.Plan) {
	for n, line := range outline.Decisions(p.Decisions) {
		if n == 0 {
			s.wrapped("", line)
			continue
		}
		s.wrapped("  ", line)
	}
}
