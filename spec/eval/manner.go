package eval

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// manner evaluates what an image says of how its picture is come by, and not of what
// it shows.
func (b *blockScope) manner(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	share, diags := b.settled(i, ctx, "share")
	i.Share = share != cty.NilVal && !share.IsNull() && share.True()
	return append(diags, b.regenerate(i, ctx)...)
}

// regenerate evaluates when another picture may be made.
func (b *blockScope) regenerate(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	i.Regenerate = lang.OnChange
	value, diags := b.settled(i, ctx, "regenerate")
	if value == cty.NilVal || value.IsNull() {
		return diags
	}
	if i.Regenerate = value.AsString(); slices.Contains(lang.Regenerations, i.Regenerate) {
		return diags
	}
	expr := i.Block.Arguments.Of("regenerate")
	return append(diags, diag.Within(diag.ProblemAt(expr.Range(), "Invalid regenerate argument",
		"The regenerate of %s is %q, and can be %s.%s", i.Address, diag.Shorten(i.Regenerate), diag.Enumerate(lang.Regenerations), diag.DidYouMean(i.Regenerate, lang.Regenerations)), expr, ctx)...)
}

// folds tells whether white space of an instance's prompt is folded.
func (b *blockScope) folds(i *Instance, ctx *hcl.EvalContext) (bool, hcl.Diagnostics) {
	value, diags := b.settled(i, ctx, "normalize")
	if value == cty.NilVal || value.IsNull() {
		return b.m.e.config.Normalize, diags
	}
	return value.True(), diags
}

// settled evaluates an argument that must be known before anything is made: NilVal for
// an absent one, or one with an error.
func (b *blockScope) settled(i *Instance, ctx *hcl.EvalContext, name string) (cty.Value, hcl.Diagnostics) {
	value, diags := b.argument(i, ctx, name)
	switch {
	case value == cty.NilVal || value.IsKnown():
		return value, diags
	case b.m.e.config.Lacking:
		return cty.NilVal, diags
	}
	expr := i.Block.Arguments.Of(name)
	return cty.NilVal, append(diags, diag.Within(diag.ProblemAt(expr.Range(), "Argument known only after apply",
		"The %s of %s depends on a picture that is not made yet, so the plan cannot say what is done. Use values that are known before apply.", name, i.Address), expr, ctx)...)
}
