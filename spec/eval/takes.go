package eval

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/pin"
)

// takes evaluates which picture of its request an instance wants, and which one it has
// whatever it asks for.
func (b *blockScope) takes(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	take, diags := b.argument(i, ctx, "take")
	pinned, more := b.argument(i, ctx, "pin")
	diags = append(diags, more...)
	var why [2]string
	i.Take, why[0] = pin.Take(take)
	if i.Pin, why[1] = pin.Hash(pinned); slices.Contains(i.Unknown, "pin") && b.m.e.config.Lacking {
		why[1] = "" // a variable has no value yet
	}
	for n, name := range []string{"take", "pin"} {
		if expr := i.Block.Arguments.Of(name); why[n] != "" && !diags.HasErrors() {
			diags = append(diags, diag.Within(diag.ProblemAt(expr.Range(), "Invalid "+name, "The %s of %s %s.", name, i.Address, why[n]), expr, ctx)...)
		}
	}
	return diags
}
