package spec

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// evaluate gives an instance its arguments. Run again, it starts afresh.
func (b *blockScope) evaluate(i *Instance) hcl.Diagnostics {
	ctx := b.instanceContext(i)
	i.Unknown, i.Sensitive = nil, nil
	i.DependsOn = slices.Clone(i.common)
	i.Model = b.e.config.Provider.Model
	var diags hcl.Diagnostics
	for _, argument := range []struct {
		name   string
		target *string
	}{{"prompt", &i.Prompt}, {"model", &i.Model}, {"size", &i.Size}, {"path", &i.Path}} {
		value, more := b.argument(i, ctx, argument.name, cty.String)
		diags = append(diags, more...)
		if value != cty.NilVal && value.IsKnown() && !value.IsNull() {
			*argument.target = value.AsString()
		}
	}
	diags = append(diags, b.source(i, ctx)...)
	diags = append(diags, b.tags(i, ctx)...)
	diags = append(diags, b.dependsOn(i)...)
	i.DependsOn = unique(i.DependsOn)
	if diags.HasErrors() {
		return b.explain(i, diags)
	}
	return append(diags, b.check(i)...)
}

// argument evaluates one argument to a type. What its marks tell goes into the
// instance, and the value comes without them: NilVal for an absent argument or
// one with an error, null or unknown where it is.
func (b *blockScope) argument(i *Instance, ctx *hcl.EvalContext, name string, want cty.Type) (cty.Value, hcl.Diagnostics) {
	expr := i.Block.Arguments[name]
	if expr == nil {
		return cty.NilVal, nil
	}
	value, diags := expr.Value(ctx)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return b.accept(i, name, expr, ctx, value, want)
}

// accept converts an argument's value and takes its marks off.
func (b *blockScope) accept(i *Instance, name string, expr hcl.Expression, ctx *hcl.EvalContext, value cty.Value, want cty.Type) (cty.Value, hcl.Diagnostics) {
	value, err := convert.Convert(value, want)
	if err != nil {
		d := diagnosticAt(hcl.DiagError, expr.Range(), "Incorrect argument type", "The argument %q is not suitable: %s.", name, err)
		d.Expression, d.EvalContext = expr, ctx
		return cty.NilVal, hcl.Diagnostics{d}
	}
	value, marks := value.UnmarkDeep()
	if len(marks) > 0 {
		o := originOf(marks)
		i.DependsOn = append(i.DependsOn, o.addresses...)
		if o.sensitive {
			i.Sensitive = append(i.Sensitive, name)
		}
		if o.impure != "" {
			return cty.NilVal, impureArgument(name, expr.Range(), o.impure)
		}
	}
	if !value.IsWhollyKnown() {
		i.DependsOn = append(i.DependsOn, b.reached(expr, ctx)...)
		i.Unknown = append(i.Unknown, name)
		return cty.UnknownVal(want), nil
	}
	return value, nil
}

// source evaluates the argument source, which is an image or a string. An
// image's url or path stands for the image, so that its bytes, not its
// address, decide whether the edit is made again.
func (b *blockScope) source(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	i.Source = Source{}
	expr := i.Block.Arguments["source"]
	if expr == nil {
		return nil
	}
	value, diags := evaluateChosen(expr, ctx)
	if diags.HasErrors() {
		return diags
	}
	before := len(i.DependsOn)
	if address, ok := b.e.imageAddress(value); ok {
		_, diags := b.accept(i, "source", expr, ctx, cty.StringVal("").WithSameMarks(value), cty.String)
		i.Source = Source{Image: address}
		return diags
	}
	value, diags = b.accept(i, "source", expr, ctx, value, cty.String)
	if value == cty.NilVal || value.IsNull() || !value.IsKnown() {
		return diags
	}
	text := value.AsString()
	for _, address := range i.DependsOn[before:] {
		from, picture := b.e.byAddress[address], b.e.pictures[address]
		if from != nil && (text == from.Path || picture != nil && text == picture.URL) {
			i.Source = Source{Image: address}
			return diags
		}
	}
	switch {
	case IsURL(text):
		i.Source = Source{URL: text}
	case text == "":
		return problemAt(expr.Range(), "Empty source", "The source is an empty string. Name an image, a local file or a URL, or leave the argument out (or null) to make a picture from words alone.")
	case strings.Contains(text, "://"):
		return problemAt(expr.Range(), "Unsupported source", "The source %q is neither a local file nor an http or https URL.", text)
	default:
		file, why := b.e.config.inside(text)
		if why != "" {
			return problemAt(expr.Range(), "Source outside of the configuration", "The source %q %s. A local source lies below the configuration's directory.", text, why)
		}
		i.Source = Source{File: file}
	}
	return diags
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

// evaluateChosen evaluates only the branch that a conditional takes, so that
// the branches may be of different types: a file for the first instance of a
// chain, an image for the others. HCL itself wants one type of both.
func evaluateChosen(expr hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		return evaluateChosen(e.Expression, ctx)
	case *hclsyntax.ConditionalExpr:
		condition, diags := e.Condition.Value(ctx)
		if diags.HasErrors() {
			return cty.DynamicVal, diags
		}
		condition, marks := condition.Unmark()
		condition, err := convert.Convert(condition, cty.Bool)
		if err != nil || condition.IsNull() || !condition.IsKnown() {
			return expr.Value(ctx) // which says what is wrong with it, or is unknown
		}
		branch := e.FalseResult
		if condition.True() {
			branch = e.TrueResult
		}
		value, diags := evaluateChosen(branch, ctx)
		return value.WithMarks(marks), diags
	}
	return expr.Value(ctx)
}

func (b *blockScope) tags(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	i.Tags = nil
	unknown, depends := i.Unknown, i.DependsOn
	value, diags := b.argument(i, ctx, "tags", cty.Map(cty.String))
	// Tags decide nothing about the picture: nothing waits for them.
	i.Unknown, i.DependsOn = unknown, depends
	if value == cty.NilVal || !value.IsKnown() || value.IsNull() {
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

// dependsOn adds the instances that depends_on names: one, or all of a block.
func (b *blockScope) dependsOn(i *Instance) hcl.Diagnostics {
	for _, target := range i.Block.DependsOn {
		name, _, _ := second(target)
		if len(target) == 2 {
			for _, other := range b.e.instances[name] {
				if other != i && other.Block != i.Block {
					i.DependsOn = append(i.DependsOn, other.Address)
				}
			}
			continue
		}
		key, ok := traversalKey(target[2])
		other := b.e.byAddress[Address(name, key)]
		if !ok || len(target) > 3 || other == nil {
			return problemAt(target.SourceRange(), "Invalid depends_on reference",
				"There is no such image. Each element of depends_on is a block, such as image.base, or one of its instances, such as image.hero[\"aria\"].")
		}
		i.DependsOn = append(i.DependsOn, other.Address)
	}
	return nil
}

// check judges the values of one instance's arguments, and fills in the path.
func (b *blockScope) check(i *Instance) hcl.Diagnostics {
	var diags hcl.Diagnostics
	if !slices.Contains(i.Unknown, "prompt") && strings.TrimSpace(i.Prompt) == "" {
		diags = append(diags, problemAt(i.Range("prompt"), "Empty prompt", "The prompt of %s is empty. Say what the picture shows.", i.Address)...)
	}
	for _, name := range []string{"model", "size", "path"} {
		if slices.Contains(i.Sensitive, name) {
			diags = append(diags, problemAt(i.Range(name), "Sensitive value in a visible argument",
				"The %s of %s is derived from a sensitive value, and gesso shows it and writes it down. Use nonsensitive(...) if it may be shown.", name, i.Address)...)
		}
	}
	if slices.Contains(i.Unknown, "path") {
		return append(diags, problemAt(i.Range("path"), "Path known only after apply",
			"The path of %s depends on a picture that is not made yet, so the plan cannot say where this one goes. Use values that are known before apply.", i.Address)...)
	}
	if i.Block.Arguments["path"] == nil || i.Path == "" {
		i.Path = b.e.config.defaultPath(i)
	}
	path, why := b.e.config.outputPath(i.Path)
	if why != "" {
		return append(diags, problemAt(i.Range("path"), "Invalid path", "The path %q of %s %s.", i.Path, i.Address, why)...)
	}
	i.Path = path
	return diags
}

// inside makes a path relative to the configuration, slash-separated, or says
// why it cannot be.
func (c *Config) inside(name string) (string, string) {
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f }) {
		return "", "has a backslash or a control character; folders are separated by /"
	}
	if filepath.IsAbs(name) {
		rel, err := filepath.Rel(c.abs, name)
		if err != nil {
			return "", "leaves the configuration's directory"
		}
		name = rel
	}
	name = filepath.ToSlash(filepath.Clean(name))
	if !filepath.IsLocal(name) {
		return "", "leaves the configuration's directory"
	}
	return name, ""
}
