package config

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// Check is a check block: assertions about anything, whose failures are
// warnings.
type Check struct {
	Name  string
	Range hcl.Range

	Asserts    []*Condition
	References References
}

func (d *Decoder) check(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("check", name, block.LabelRanges[0])
	if old, exists := d.Module.Checks[name]; exists {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate check",
			"A check named %q is declared at %s already. Names of checks are unique in a configuration: rename one of them.", name, diag.Position(old.Range))...)
	}
	content, more := Decode(block, lang.Check)
	diags = append(diags, more...)
	check := &Check{Name: name, Range: block.DefRange}
	d.Module.Checks[name] = check
	for _, b := range content.Blocks {
		c, more := decodeCondition(b, lang.Assert, content.Dynamics[b])
		diags = append(diags, more...)
		if c != nil {
			check.Asserts = append(check.Asserts, c)
		}
	}
	if len(content.Blocks) == 0 && !more.HasErrors() {
		diags = append(diags, diag.ProblemAt(block.DefRange, "Missing assert block",
			"The check %q asserts nothing. Add a block such as assert { condition = ..., error_message = \"...\" }.", name)...)
	}
	return diags
}
