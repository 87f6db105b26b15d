package config

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/source"
)

// Local is one local value.
type Local struct {
	Vertex
	Name      string
	Expr      hcl.Expression
	nameRange hcl.Range
}

func (d *Decoder) localsBlock(block *hcl.Block) hcl.Diagnostics {
	attrs, diags := block.Body.JustAttributes()
	for name, attr := range attrs {
		if old, exists := d.Module.Locals[name]; exists {
			diags = append(diags, diag.ProblemAt(attr.NameRange, "Duplicate local value",
				"A local value named %q is declared at %s already. Names of local values are unique in a configuration: rename one of them.", name, diag.Position(old.nameRange))...)
			continue
		}
		d.Module.Locals[name] = &Local{Vertex: Vertex{Owner: d.Module}, Name: name, Expr: source.Native(attr.Expr), nameRange: attr.NameRange}
	}
	return diag.InFileOrder(diags)
}
