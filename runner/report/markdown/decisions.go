package markdown

import (
	"fmt"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
)

// decided says what became of the decisions that a plan was made with.
func (d *draft) decided(p *plan.Plan) {
	lines := outline.Decisions(p.Decisions)
	for i, line := range lines {
		if i == 0 {
			d.always("\n" + line + "\n") // the line has only numbers and our own words
			continue
		}
		line = "- " + text(short(line)) + "\n"
		if i == 1 {
			line = "\n" + line
		}
		if !d.fits(line) {
			d.always(fmt.Sprintf("\n%s left out here.\n", outline.Plural(len(lines)-i, "decision")))
			return
		}
	}
}
