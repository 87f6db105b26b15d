package markdown

import (
	"fmt"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// stale names the pictures that are kept although another one is asked for.
func (d *draft) stale(p *plan.Plan) {
	note := outline.StaleNote(p)
	if note == "" {
		return
	}
	d.always("\n" + note + "\n")
	stale := p.Stale()
	for i, c := range stale {
		line := fmt.Sprintf("- %s: %s\n", code(quote.Line(c.Address)), text(short(outline.StaleText(c))))
		if i == 0 {
			line = "\n" + line
		}
		if !d.fits(line) {
			d.always(fmt.Sprintf("\n%s left out here.\n", outline.Plural(len(stale)-i, "stale picture")))
			return
		}
	}
}
