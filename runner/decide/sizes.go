package decide

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/refusals"
	"gesso/runner/picture"
)

// otherSizes warns of the pictures that stay, or are taken, and have not the pixels that
// were asked for, or plainly another ratio: what was said when they came has scrolled
// away. Who has made one by hand knows.
func (p *planner) otherSizes() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, c := range p.inOrder() {
		if had := c.Keeps(); !c.kept && had != nil && had.Adopted == nil && !picture.Matches(c.Request.Size, had.Width, had.Height) {
			diags = append(diags, refusals.OtherSize(c.Change, had, c.Instance.Range("size")))
		}
	}
	return diags
}
