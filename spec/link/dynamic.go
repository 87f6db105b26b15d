package link

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
)

// Dynamic checks the references of what decides how often a block stands. The
// scope that it returns is that of the content.
func Dynamic(d *config.Dynamic, c *Linker, s Scope) (Scope, config.References, hcl.Diagnostics) {
	if d == nil {
		return s, config.References{}, nil
	}
	refs, diags := c.Resolve(s, d.ForEach)
	d.Broken = d.Broken || diags.HasErrors()
	s.Iterator = d.Iterator
	return s, refs, diags
}
