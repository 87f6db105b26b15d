package markdown

import (
	"fmt"

	"gesso/runner/plan"
	"gesso/runner/rename"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// stale lists pictures that are kept although the configuration asks for others.
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

// renames adds the moved blocks for moves that the plan makes without one.
func (d *draft) renames(p *plan.Plan) {
	if len(p.Renames) == 0 {
		return
	}
	blocks := make([]plan.Rename, len(p.Renames))
	for i, m := range p.Renames {
		blocks[i] = plan.Rename{From: quote.Line(m.From), To: quote.Line(m.To)}
	}
	written := rename.Text(blocks)
	fence := fenceFor(written)
	if !d.fits("\n<details><summary>moved blocks for what is moved without one</summary>\n\n" + fence + "hcl\n" + written + fence + "\n\n</details>\n") {
		d.always(fmt.Sprintf("\nThe moved blocks for %s are left out here.\n", outline.Plural(len(blocks), "renamed address")))
	}
}
