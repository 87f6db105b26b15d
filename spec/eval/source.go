package eval

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/detail"
	"gesso/spec/diag"
	"gesso/spec/funcs"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// source evaluates the argument source, which is an image or a string. An
// image's url or path stands for the image, so that its bytes, not its
// address, decide whether the edit is made again.
func (b *blockScope) source(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	expr := i.Block.Arguments.Of("source")
	if expr == nil {
		return nil
	}
	value, diags := b.m.chosen(expr, ctx)
	if diags.HasErrors() {
		return diags
	}
	before := len(i.DependsOn)
	if address, ok := b.m.e.imageAddress(value); ok {
		_, marks := value.Unmark()
		_, diags := b.accept(i, "source", ctx, cty.StringVal("").WithMarks(marks))
		i.Source = detail.Source{Image: address}
		return diags
	}
	if diags := b.severalImages(value, expr); diags.HasErrors() {
		return diag.Within(diags, expr, ctx)
	}
	value, diags = b.accept(i, "source", ctx, anywhere(value))
	if value == cty.NilVal || value.IsNull() || !value.IsKnown() {
		return diags
	}
	text := value.AsString()
	for _, address := range i.DependsOn[before:] {
		from := b.m.e.byAddress[address]
		if from != nil && (text == from.Path || from.picture != nil && text == from.picture.URL) {
			i.Source = detail.Source{Image: address}
			return diags
		}
	}
	i.Source, diags = b.m.e.config.textSource(text, expr.Range())
	return diag.Within(diags, expr, ctx)
}

// anywhere is the value of a source, which may be the path of a file as it is on
// this machine: the file's bytes decide, and not where they lie.
func anywhere(value cty.Value) cty.Value {
	bare, _ := value.Unmark()
	if bare.Type() != cty.String || bare.IsNull() || !bare.IsKnown() || lang.IsURL(bare.AsString()) {
		return value
	}
	return funcs.WithoutMachine(value)
}

// severalImages refuses a whole block of several as a source.
func (b *blockScope) severalImages(value cty.Value, expr hcl.Expression) hcl.Diagnostics {
	bare, _ := value.Unmark()
	if ty := bare.Type(); !bare.IsKnown() || bare.IsNull() || !ty.IsObjectType() && !ty.IsTupleType() || bare.LengthInt() == 0 {
		return nil
	}
	it := bare.ElementIterator()
	it.Next()
	if _, element := it.Element(); !isInstance(b.m.e, element) {
		return nil
	}
	return diag.ProblemAt(expr.Range(), "Invalid source",
		"These are several images, and an edit starts from one. Choose it by its key, as with [each.key], [count.index] or [0].")
}

func isInstance(e *evaluator, value cty.Value) bool {
	_, ok := e.imageAddress(value)
	return ok
}

// textSource tells what a source's text names.
func (c *Config) textSource(text string, rng hcl.Range) (detail.Source, hcl.Diagnostics) {
	switch {
	case lang.IsURL(text):
		if !lang.HasHost(text) {
			return detail.Source{}, diag.ProblemAt(rng, "Invalid source", "The source %q is not a valid URL.", text)
		}
		return detail.Source{URL: text}, nil
	case strings.TrimSpace(text) == "":
		return detail.Source{}, diag.ProblemAt(rng, "Empty source",
			"The source is an empty string. Name an image, a local file or a URL, or leave the argument out (or null) to make a picture from words alone.")
	case strings.Contains(text, "://") || strings.HasPrefix(text, "data:"):
		return detail.Source{}, diag.ProblemAt(rng, "Unsupported source",
			"The source %q is neither a local file nor an http or https URL. Save the picture below the configuration's directory, and name the file.", diag.Shorten(text))
	}
	file, why := c.ReadFrom(text)
	if why != "" {
		return detail.Source{}, diag.ProblemAt(rng, "Source outside of the configuration",
			"The source %q %s. A local source lies below the configuration's directory: copy it there.", diag.Shorten(text), why)
	}
	return detail.Source{File: file}, nil
}

// imageAddress tells whether a value is an instance's, and whose.
func (e *evaluator) imageAddress(value cty.Value) (string, bool) {
	value, _ = value.Unmark()
	ty := value.Type()
	if !ty.IsObjectType() || !ty.HasAttribute("address") || value.IsNull() || !value.IsKnown() {
		return "", false
	}
	address, _ := value.GetAttr("address").Unmark()
	if address.Type() != cty.String || !address.IsKnown() || address.IsNull() {
		return "", false
	}
	_, exists := e.byAddress[address.AsString()]
	return address.AsString(), exists
}

// chosen evaluates only the branch that a conditional takes, so that the
// branches may be of different types: a file for the first instance of a
// chain, an image for the others. HCL itself wants one type of both.
func (m *moduleInstance) chosen(expr hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	x, ok := source.BareExpression(expr).(*hclsyntax.ConditionalExpr)
	if !ok {
		return m.value(expr, ctx)
	}
	condition, diags := m.value(x.Condition, ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	condition, marks := condition.Unmark()
	condition, err := convert.Convert(condition, cty.Bool)
	if err != nil || condition.IsNull() {
		return cty.DynamicVal, diag.Within(diag.ProblemAt(x.Condition.Range(), "Invalid condition",
			"What stands before the question mark must be true or false, and is neither. Compare it with something, as in x != null."), x.Condition, ctx)
	}
	if !condition.IsKnown() {
		return m.eitherOf(x, marks, ctx)
	}
	branch := x.FalseResult
	if condition.True() {
		branch = x.TrueResult
	}
	value, diags := m.chosen(branch, ctx)
	return value.WithMarks(marks), diags
}

// eitherOf is the value of a conditional that cannot be decided yet. It waits
// for what both branches use.
func (m *moduleInstance) eitherOf(x *hclsyntax.ConditionalExpr, marks cty.ValueMarks, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	first, diags := m.chosen(x.TrueResult, ctx)
	second, more := m.chosen(x.FalseResult, ctx)
	_, firstMarks := first.UnmarkDeep()
	_, secondMarks := second.UnmarkDeep()
	return cty.DynamicVal.WithMarks(marks, firstMarks, secondMarks), append(diags, more...)
}
