package spec

import (
	"cmp"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// settings evaluates blocks that are needed before any image.
type settings struct{ m *moduleInstance }

func (c *Config) newSettings() *settings { return &settings{newEvaluator(c, nil).root} }

// single decodes the block of a type that may stand once, be it by itself or in
// a dynamic block with one element at most; nil is none.
func (s *settings) single(content *decoded, schema *lang.Schema) (*hcl.Block, *decoded, hcl.Diagnostics) {
	var found *hcl.Block
	var inner *decoded
	var diags hcl.Diagnostics
	for _, block := range content.Blocks {
		if block.Type != schema.Type {
			continue
		}
		elements, more := s.elements(content.dynamics[block])
		diags = append(diags, more...)
		if len(elements) == 0 {
			continue
		}
		if found != nil || len(elements) > 1 {
			return found, inner, append(diags, duplicateBlock(block, cmp.Or(found, block))...)
		}
		found = block
		inner, more = contents(block, schema)
		if content.dynamics[block] != nil {
			inner.element = elements[0].Variables
		}
		diags = append(diags, more...)
	}
	return found, inner, diags
}

// elements are the contexts of a block of settings, without the names of the
// configuration: what a setting uses of it comes with that.
func (s *settings) elements(repeat *dynamic) ([]*hcl.EvalContext, hcl.Diagnostics) {
	m := s.m
	_, refs, diags := repeat.link(m.e.config.linker(), scope{module: m.module})
	diags = append(diags, m.needLocals(refs.locals)...)
	contexts, _, more := m.contexts(repeat, m.context(refs))
	return contexts, append(diags, more...)
}

// setting evaluates one argument of a settings block into a Go value. An
// absent or null one leaves target as it is.
func (s *settings) setting(content *decoded, name string, target any) hcl.Diagnostics {
	argument := content.schema.Argument(name)
	attr, ok := content.Attributes[name]
	if !ok {
		return nil
	}
	unknown, diags := s.settingValue(attr, content.element, argument, target)
	if unknown && content.unknown == nil {
		content.unknown = map[string]bool{}
	}
	if unknown {
		content.unknown[name] = true
	}
	if argument.Sensitive {
		return diag.WithoutLine(diags, attr.NameRange)
	}
	return diags
}

// settingValue reports a value that is unknown, in a partial configuration.
func (s *settings) settingValue(attr *hcl.Attribute, element map[string]cty.Value, argument *lang.Argument, target any) (bool, hcl.Diagnostics) {
	m, expr := s.m, source.Native(attr.Expr)
	within := scope{module: m.module}
	for name := range element {
		within.iterator = name
	}
	refs, diags := m.e.config.linker().resolve(within, expr)
	if diags.HasErrors() {
		return false, diags
	}
	if image := m.module.imageBehind(refs); image != "" {
		return false, diag.ProblemAt(expr.Range(), "Unsuitable value",
			"The argument %q depends on %s, but it is needed before any image. Use variables and other local values.", attr.Name, image)
	}
	diags = m.needLocals(refs.locals)
	ctx := m.context(refs)
	if element != nil {
		ctx = ctx.NewChild()
		ctx.Variables = element
	}
	value, more := m.value(expr, ctx)
	if diags = append(diags, more...); diags.HasErrors() {
		return false, diags
	}
	value, marks := value.UnmarkDeep()
	o := originOf(marks)
	switch {
	case o.ephemeral && attr.Name == "output_dir":
		return false, diag.ProblemAt(expr.Range(), "Invalid use of ephemeral value",
			"The argument %q is derived from an ephemeral value, and gesso writes down where pictures are. Use a variable without ephemeral = true.", attr.Name)
	case o.impure != "" && (!o.machine || argument.Shared):
		return false, diag.ProblemAt(expr.Range(), "Impure function in a setting",
			"The argument %q uses %s, which %s. Use a variable.", attr.Name, o.impure, o.change())
	case o.sensitive && argument.Shown:
		return false, diag.ProblemAt(expr.Range(), "Sensitive value in a visible argument",
			"The argument %q is derived from a sensitive value, and gesso shows it and writes it down. Use nonsensitive(...) if it may be shown.", attr.Name)
	case o.broken || value.IsNull():
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
