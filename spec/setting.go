package spec

import (
	"cmp"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/eval"
	"gesso/spec/lang"
	"gesso/spec/link"
	"gesso/spec/origin"
	"gesso/spec/source"
)

// settings evaluates blocks that are needed before any image.
type settings struct{ *eval.Prelude }

// single decodes the block of a type that may stand once, be it by itself or in
// a dynamic block with one element at most; nil is none.
func (s *settings) single(content *config.Content, schema *lang.Schema) (*hcl.Block, *config.Content, hcl.Diagnostics) {
	var found *hcl.Block
	var inner *config.Content
	var diags hcl.Diagnostics
	for _, block := range content.Blocks {
		if block.Type != schema.Type {
			continue
		}
		elements, more := s.elements(content.Dynamics[block])
		diags = append(diags, more...)
		if len(elements) == 0 {
			continue
		}
		if found != nil || len(elements) > 1 {
			return found, inner, append(diags, config.DuplicateBlock(block, cmp.Or(found, block))...)
		}
		found = block
		inner, more = config.Decode(block, schema)
		if content.Dynamics[block] != nil {
			inner.Element = elements[0].Variables
		}
		diags = append(diags, more...)
	}
	return found, inner, diags
}

// elements are the contexts of a block of settings, without the names of the
// configuration: what a setting uses of it comes with that.
func (s *settings) elements(repeat *config.Dynamic) ([]*hcl.EvalContext, hcl.Diagnostics) {
	_, refs, diags := link.Dynamic(repeat, s.Linker(), link.Scope{Module: s.Root})
	ctx, more := s.Context(refs)
	diags = append(diags, more...)
	contexts, more := s.Contexts(repeat, ctx)
	return contexts, append(diags, more...)
}

// setting evaluates one argument of a settings block into a Go value. An
// absent or null one leaves target as it is.
func (s *settings) setting(content *config.Content, name string, target any) hcl.Diagnostics {
	argument := content.Schema.Argument(name)
	attr, ok := content.Attributes[name]
	if !ok {
		return nil
	}
	unknown, diags := s.settingValue(attr, content.Element, argument, target)
	if unknown && content.Unknown == nil {
		content.Unknown = map[string]bool{}
	}
	if unknown {
		content.Unknown[name] = true
	}
	if argument.Sensitive {
		return diag.WithoutLine(diags, attr.NameRange)
	}
	return diags
}

// settingValue reports a value that is unknown, in a partial configuration.
func (s *settings) settingValue(attr *hcl.Attribute, element map[string]cty.Value, argument *lang.Argument, target any) (bool, hcl.Diagnostics) {
	expr := source.Native(attr.Expr)
	within := link.Scope{Module: s.Root}
	for name := range element {
		within.Iterator = name
	}
	refs, diags := s.Linker().Resolve(within, expr)
	if diags.HasErrors() {
		return false, diags
	}
	if image := s.Root.ImageBehind(refs); image != "" {
		return false, diag.ProblemAt(expr.Range(), "Unsuitable value",
			"The argument %q depends on %s, but it is needed before any image. Use variables and other local values.", attr.Name, image)
	}
	ctx, diags := s.Context(refs)
	if element != nil {
		ctx = ctx.NewChild()
		ctx.Variables = element
	}
	value, more := s.Value(expr, ctx)
	if diags = append(diags, more...); diags.HasErrors() {
		return false, diags
	}
	value, marks := value.UnmarkDeep()
	o := origin.Of(marks)
	switch {
	case o.Ephemeral && attr.Name == "output_dir":
		return false, diag.ProblemAt(expr.Range(), "Invalid use of ephemeral value",
			"The argument %q is derived from an ephemeral value, and gesso writes down where pictures are. Use a variable without ephemeral = true.", attr.Name)
	case o.Impure != "" && (!o.Machine || argument.Shared):
		return false, diag.ProblemAt(expr.Range(), "Impure function in a setting",
			"The argument %q uses %s, which %s. Use a variable.", attr.Name, o.Impure, o.Change())
	case o.Sensitive && argument.Shown:
		return false, diag.ProblemAt(expr.Range(), "Sensitive value in a visible argument",
			"The argument %q is derived from a sensitive value, and gesso shows it and writes it down. Use nonsensitive(...) if it may be shown.", attr.Name)
	case o.Broken || value.IsNull():
		return false, nil
	}
	value, err := convert.Convert(value, argument.Type)
	if err == nil && !value.IsWhollyKnown() {
		return true, nil
	}
	if err == nil {
		err = gocty.FromCtyValue(value, target)
	}
	if err != nil {
		return false, diag.Within(diag.ProblemAt(expr.Range(), "Incorrect argument type",
			"The argument %q has the wrong type: %s.", attr.Name, diag.ErrorText(err)), expr, ctx)
	}
	return false, nil
}
