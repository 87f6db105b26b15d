package eval

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/origin"
	"gesso/spec/repeat"
)

// Lacks reports whether instances cannot be told only because a variable of a
// partial configuration has no value.
func (c *Config) Lacks(diags hcl.Diagnostics, o origin.Origin) bool {
	if !c.Lacking || len(diags) == 0 || len(o.Addresses) > 0 {
		return false
	}
	return repeat.AreUnknown(diags)
}

// inHidden reports whether the module, or one around it, stands for instances
// that cannot be told.
func (m *moduleInstance) inHidden() bool {
	return m.Stands() || m.parent != nil && m.parent.inHidden()
}

// imagesStand and callsStand report it of a block's instances.
func (m *moduleInstance) imagesStand(name string) bool {
	return len(m.instances[name]) == 1 && m.instances[name][0].Stands()
}

func (m *moduleInstance) callsStand(name string) bool {
	return len(m.children[name]) == 1 && m.children[name][0].Stands()
}
