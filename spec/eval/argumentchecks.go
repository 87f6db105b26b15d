package eval

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/lines"
)

// prompt evaluates the one argument that every image has.
func (b *blockScope) prompt(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	value, diags := b.argument(i, ctx, "prompt")
	if value == cty.NilVal || !value.IsKnown() {
		return diags
	}
	folds, more := b.folds(i, ctx)
	if diags = append(diags, more...); more.HasErrors() {
		return diags
	}
	how := "empty"
	if value.IsNull() {
		how = "null"
	} else {
		i.Prompt = lines.LF(value.AsString())
		if folded := lines.Fold(i.Prompt); folded != "" {
			if folds {
				i.Prompt, i.Wording = folded, i.Prompt
			}
			return diags
		}
	}
	expr := i.Block.Arguments.Of("prompt")
	return append(diags, diag.Within(diag.ProblemAt(expr.Range(), "Empty prompt", "The prompt of %s is %s. Say what the picture shows.", i.Address, how), expr, ctx)...)
}

// model evaluates which model makes the picture. An empty text is none: it would be asked
// for as such.
func (b *blockScope) model(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	value, diags := b.argument(i, ctx, "model")
	if value == cty.NilVal || !value.IsKnown() || value.IsNull() {
		return diags
	}
	if i.Model = value.AsString(); strings.TrimSpace(i.Model) != "" {
		return diags
	}
	expr := i.Block.Arguments.Of("model")
	return append(diags, diag.Within(diag.ProblemAt(expr.Range(), "Empty model",
		"The model of %s is empty. Name one, or leave the argument out, or null, for the provider's.", i.Address), expr, ctx)...)
}

// size evaluates how large the picture is to be. Where the image does not say it,
// the provider's block does, and else the kind of provider, by the model: what
// requests are sent with is what plans, records and expressions show.
func (b *blockScope) size(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	diags := b.text(i, ctx, "size", &i.Size)
	p := i.Block.Provider
	if i.Size != "" || diags.HasErrors() || slices.Contains(i.Unknown, "size") {
		return diags
	}
	switch {
	case p.Size != "":
		i.Size = p.Size
	case p.Settings.IsUnknown("size"):
		i.Unknown = append(i.Unknown, "size")
	default:
		if i.DefaultSized = true; slices.Contains(i.Unknown, "model") {
			i.Unknown = append(i.Unknown, "size")
			return diags
		}
		i.Size = i.DefaultSize(i.Model)
	}
	return diags
}

// path evaluates where the picture goes, which must be known before anything
// is made.
func (b *blockScope) path(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	expr := i.Block.Arguments.Of("path")
	value, diags := b.argument(i, ctx, "path")
	switch {
	case i.Stands() && expr == nil:
		return nil // it is another one for each instance
	case expr == nil || value != cty.NilVal && value.IsNull():
		diags = b.acceptPath(i, defaultPath(i), ". Give this image a path of its own")
		if !diags.HasErrors() {
			diags = b.checkPortable(i, true)
		}
		return diags
	case value == cty.NilVal:
		return diags
	case !value.IsKnown():
		return append(diags, diag.Within(diag.ProblemAt(expr.Range(), "Path known only after apply",
			"The path of %s depends on a picture that is not made yet, so the plan cannot say where this one goes. Use values that are known before apply.", i.Address), expr, ctx)...)
	}
	placed := b.acceptPath(i, value.AsString(), "")
	if !placed.HasErrors() {
		placed = b.checkPortable(i, false)
	}
	return append(diags, diag.Within(placed, expr, ctx)...)
}

// acceptPath cleans a path and keeps it if a picture can go there.
func (b *blockScope) acceptPath(i *Instance, name, advice string) hcl.Diagnostics {
	clean, why := b.m.e.config.outputPath(name)
	if why != "" {
		return diag.ProblemAt(i.Range("path"), "Invalid path", "The path %q of %s %s%s.", diag.Shorten(name), i.Address, why, advice)
	}
	i.Path = clean
	return nil
}

// check judges the values of one instance's arguments together.
func (b *blockScope) check(i *Instance) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, name := range []string{"model", "size", "path", "take", "pin", "metadata"} {
		if slices.Contains(i.Sensitive, name) {
			diags = append(diags, diag.ProblemAt(i.Range(name), "Sensitive value in a visible argument",
				"The %s of %s is derived from a sensitive value, and gesso shows it and writes it down. Use nonsensitive(...) if it may be shown.", name, i.Address)...)
		}
	}
	return diags
}
