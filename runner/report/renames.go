package report

import (
	"fmt"

	"gesso/runner/plan"
	"gesso/runner/rename"
	"gesso/runner/report/quote"
)

// fewRenames is how many moved blocks are printed.
const fewRenames = 20

// renames prints the moved blocks for moves that the plan makes without one.
func (s *Screen) renames(p *plan.Plan) {
	if len(p.Renames) == 0 {
		return
	}
	s.wrapped("", "What was renamed is moved, as the request is the same. Moved blocks say so to everybody who has this state, and for later changes too:")
	s.printf("\n")
	shown := make([]plan.Rename, 0, min(len(p.Renames), fewRenames))
	for _, m := range p.Renames[:cap(shown)] {
		shown = append(shown, plan.Rename{From: quote.Line(m.From), To: quote.Line(m.To)})
	}
	s.printf("%s\n", rename.Text(shown))
	if more := len(p.Renames) - len(shown); more > 0 {
		s.wrapped("", fmt.Sprintf("and %d more blocks like that, which gesso plan -out=FILE and gesso show -json FILE list.", more))
		s.printf("\n")
	}
}
