package config

import (
	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// gessoBlock decodes a gesso block. A module has no settings of its own, but it
// can need a version.
func (d *Decoder) gessoBlock(block *hcl.Block) hcl.Diagnostics {
	diags := only(&d.Gesso, block, lang.Gesso)
	if d.Module.Call == nil || diags.HasErrors() {
		return diags
	}
	for _, name := range Names(d.Gesso.Content.Attributes)() {
		if attr := d.Gesso.Content.Attributes[name]; name != "required_version" {
			diags = append(diags, settingInModule(attr.NameRange)...)
		}
	}
	for _, inner := range d.Gesso.Content.Blocks {
		diags = append(diags, settingInModule(inner.DefRange)...)
	}
	return diags
}

func settingInModule(rng hcl.Range) hcl.Diagnostics {
	return diag.ProblemAt(rng, "Setting in a module",
		"This holds for the whole of a run, so it stands in the root's gesso block. A module can only say required_version.")
}

// CheckVersion compares gesso's own version with what the configuration needs.
func (d *Decoder) CheckVersion(gesso string) hcl.Diagnostics {
	if d.Gesso == nil || d.Gesso.Content.Attributes["required_version"] == nil {
		return nil
	}
	attr := d.Gesso.Content.Attributes["required_version"]
	var want string
	if diags := literalAttribute(attr, &want); diags.HasErrors() {
		return diags
	}
	constraints, err := version.NewConstraint(want)
	if err != nil {
		return diag.ProblemAt(attr.Expr.Range(), "Invalid version constraint",
			`%q is not a version constraint. Write one such as ">= 0.1.0" or "~> 1.2".`, want)
	}
	have, err := version.NewVersion(gesso)
	if err != nil {
		return nil // a build without a version meets every constraint
	}
	if !constraints.Check(have.Core()) {
		return diag.ProblemAt(attr.Expr.Range(), "Unsupported gesso version",
			"This configuration needs gesso %s, and this is gesso %s. Use another gesso, or change required_version.", want, gesso)
	}
	return nil
}
