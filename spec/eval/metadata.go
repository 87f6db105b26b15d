package eval

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// metadata evaluates what stands with the picture, which decides nothing about it.
func (b *blockScope) metadata(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	i.Metadata = b.m.e.config.Metadata
	value, diags := b.argument(i, ctx, "metadata")
	if value == cty.NilVal || value.IsNull() {
		return diags
	}
	if !value.IsKnown() {
		return append(diags, diag.ProblemAt(i.Range("metadata"), "Metadata known only after apply",
			"The argument \"metadata\" of %s depends on a picture that is not made yet. Use values that are known before apply.", i.Address)...)
	}
	i.Metadata = value.AsString()
	return append(diags, CheckMetadata(i.Metadata, i.Range("metadata"))...)
}

// CheckMetadata is the mistake of a value that the argument metadata does not have.
func CheckMetadata(value string, rng hcl.Range) hcl.Diagnostics {
	if slices.Contains(lang.Metadata, value) {
		return nil
	}
	return diag.ProblemAt(rng, "Invalid metadata", "The value %q is none of %s.%s", diag.Shorten(value), diag.Enumerate(lang.Metadata), diag.DidYouMean(value, lang.Metadata))
}
