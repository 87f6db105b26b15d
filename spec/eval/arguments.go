package eval

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/advice"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/origin"
)

// evaluate gives an instance its arguments. Run again, it starts afresh.
func (b *blockScope) evaluate(i *Instance) hcl.Diagnostics {
	ctx := b.instanceContext(i)
	i.Details = b.m.e.shared.Blank()
	i.Common, i.DependsOn = b.common, slices.Clone(b.common)
	defer func() { i.Details = b.m.e.shared.Keep(i.Details) }()
	i.cached, i.broken = nil, b.broken
	i.Attempts, i.conditions = 1, nil
	i.Prompt, i.Wording, i.Model, i.Size, i.Path = "", "", i.Block.Provider.Model, "", ""
	if i.Block.Provider.Settings.IsUnknown("model") && i.Block.Arguments.Of("model") == nil {
		i.Unknown = []string{"model"}
	}
	var diags hcl.Diagnostics
	diags = append(diags, b.prompt(i, ctx)...)
	diags = append(diags, b.model(i, ctx)...)
	diags = append(diags, b.size(i, ctx)...)
	diags = append(diags, b.path(i, ctx)...)
	diags = append(diags, b.metadata(i, ctx)...)
	diags = append(diags, b.source(i, ctx)...)
	diags = append(diags, b.tags(i, ctx)...)
	diags = append(diags, b.takes(i, ctx)...)
	diags = append(diags, b.manner(i, ctx)...)
	diags = append(diags, b.derives(i, ctx)...)
	diags = append(diags, b.triggers(i, ctx)...)
	if !diags.HasErrors() && !i.broken {
		diags = append(diags, b.conditions(i, ctx)...)
	}
	if len(i.DependsOn) > 1 {
		i.DependsOn = config.Unique(i.DependsOn)
	}
	if diags.HasErrors() {
		return b.explain(i, diags)
	}
	return append(diags, b.check(i)...)
}

// text evaluates an argument that is a string. An absent one, or null, leaves
// target as it is.
func (b *blockScope) text(i *Instance, ctx *hcl.EvalContext, name string, target *string) hcl.Diagnostics {
	value, diags := b.argument(i, ctx, name)
	if value != cty.NilVal && value.IsKnown() && !value.IsNull() {
		*target = value.AsString()
	}
	return diags
}

// argument evaluates one argument to its type. What its marks tell goes into the
// instance, and the value comes without them: NilVal for an absent argument or
// one with an error, null or unknown where it is.
func (b *blockScope) argument(i *Instance, ctx *hcl.EvalContext, name string) (cty.Value, hcl.Diagnostics) {
	expr := i.Block.Arguments.Of(name)
	if expr == nil {
		return cty.NilVal, nil
	}
	value, diags := b.m.value(expr, ctx)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return b.accept(i, name, ctx, value)
}

// accept converts an argument's value and takes its marks off.
func (b *blockScope) accept(i *Instance, name string, ctx *hcl.EvalContext, value cty.Value) (cty.Value, hcl.Diagnostics) {
	expr, want := i.Block.Arguments.Of(name), lang.Image.Argument(name).Type
	if value.Type() != want {
		converted, err := convert.Convert(value, want)
		if err != nil {
			detail := fmt.Sprintf("The argument %q is not suitable: %s.", name, diag.ErrorText(err))
			if example := lang.Image.Argument(name).Example; example != "" {
				detail += " Write it as in " + example + "."
			}
			if address, ok := b.m.e.imageAddress(value); ok {
				detail = diag.WholeImage(address)
			}
			if whole := advice.WholeModule(b.m, expr); whole != "" {
				detail = whole
			}
			return cty.NilVal, diag.Within(diag.ProblemAt(expr.Range(), "Incorrect argument type", "%s", detail), expr, ctx)
		}
		value = converted
	}
	value, marks := unmark(value)
	o := origin.Of(marks)
	i.DependsOn = append(i.DependsOn, o.Addresses...)
	if o.Sensitive {
		i.Sensitive = append(i.Sensitive, name)
	}
	switch {
	case o.Broken:
		i.broken = true
		return cty.NilVal, nil
	case o.Ephemeral:
		return cty.NilVal, diag.Within(diag.ProblemAt(expr.Range(), "Invalid use of ephemeral value",
			"The argument %q is derived from an ephemeral value, which exists for one run only, and gesso writes down what a picture was made from. Use a variable without ephemeral = true; one with sensitive = true is not shown.", name), expr, ctx)
	case o.Impure != "":
		return cty.NilVal, diag.Within(origin.ImpureArgument(name, expr.Range(), o), expr, ctx)
	case value.IsWhollyKnown():
		return value, nil
	}
	i.Unknown = append(i.Unknown, name)
	i.DependsOn = append(i.DependsOn, b.m.reached(expr, ctx)...)
	if b.m.e.config.Lacking && len(o.Addresses) == 0 && name == "path" {
		return cty.NilVal, nil // not even the plan needs to know it
	}
	return cty.UnknownVal(want), nil
}

// unmark takes all marks off, without the walk where there is one value.
func unmark(value cty.Value) (cty.Value, cty.ValueMarks) {
	if value.Type() == cty.String {
		return value.Unmark()
	}
	return value.UnmarkDeep()
}

// tags evaluates what decides nothing about the picture: nothing waits for
// them, and those that are not known yet are left out.
func (b *blockScope) tags(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	if i.Block.Arguments.Of("tags") == nil {
		return nil
	}
	unknown, depends := i.Unknown, i.DependsOn
	value, diags := b.argument(i, ctx, "tags")
	i.Unknown, i.DependsOn = unknown, depends
	if value == cty.NilVal || value.IsNull() {
		return diags
	}
	if i.TagsUnknown = !value.IsKnown(); i.TagsUnknown {
		return diags
	}
	i.Tags = make(map[string]string, value.LengthInt())
	for key, element := range value.AsValueMap() {
		if !element.IsNull() {
			i.Tags[key] = element.AsString()
		}
	}
	return diags
}
