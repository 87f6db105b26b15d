package decide

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/state"
)

// otherSizes warns of the pictures that stay, or are taken, and have not the pixels that
// were asked for, or plainly another ratio: what was said when they came has scrolled
// away.
func (p *planner) otherSizes() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, c := range p.inOrder() {
		had := c.keeps()
		if c.kept || had == nil || picture.Matches(c.Request.Size, had.Width, had.Height) {
			continue
		}
		d := &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "Picture of another size",
			Detail: fmt.Sprintf("%s asks for %s, and its picture is %dx%d. It is kept: gesso apply -replace='%s' buys another.", c.Address, c.Request.Size, had.Width, had.Height, c.Address)}
		if size := c.instance.Range("size"); size.Filename != "" {
			d.Subject = &size
		}
		diags = append(diags, d)
	}
	return diags
}

// keeps is the picture that a change leaves its address with, for nothing, if that is
// known.
func (c *change) keeps() *state.Picture {
	switch c.Action {
	case plan.None, plan.Place, plan.Move, plan.Restore:
		if c.Before.HasPicture() {
			return &c.Before.Picture
		}
	case plan.Reuse, plan.Import:
		return c.Picture
	}
	return nil
}
