package spec

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// dynamic is what a dynamic block says of the block in its content: it stands
// once for each element of a collection. HCL's own dynblock decides that while
// a body is decoded, when nothing has a value here, and hides the expressions
// in it from whatever looks at them.
type dynamic struct {
	forEach  hcl.Expression
	iterator string // the name of the element in the content
	broken   bool   // it has an error that is reported
}

// spread replaces the dynamic blocks of a body by what is in their content.
func (d *decoded) spread() hcl.Diagnostics {
	var diags hcl.Diagnostics
	blocks := make(hcl.Blocks, 0, len(d.Blocks))
	for _, block := range d.Blocks {
		if block.Type != lang.DynamicType {
			blocks = append(blocks, block)
			continue
		}
		inner, repeat, more := undynamic(d.schema, block)
		diags = append(diags, more...)
		if inner == nil {
			continue
		}
		if d.dynamics == nil {
			d.dynamics = map[*hcl.Block]*dynamic{}
		}
		d.dynamics[inner] = repeat
		blocks = append(blocks, inner)
	}
	d.Blocks = blocks
	return diags
}

// undynamic reads one dynamic block.
func undynamic(s *lang.Schema, block *hcl.Block) (*hcl.Block, *dynamic, hcl.Diagnostics) {
	name := block.Labels[0]
	types := s.DynamicTypes()
	if !slices.Contains(types, name) {
		return nil, nil, diag.ProblemAt(block.LabelRanges[0], "Invalid dynamic block",
			"A %s block cannot have dynamic %q blocks, only %s.%s", s.Type, name, diag.Enumerate(types), diag.DidYouMean(name, types))
	}
	content, diags := contents(block, lang.Dynamic)
	repeat := &dynamic{iterator: name}
	if attr := content.Attributes["for_each"]; attr != nil {
		repeat.forEach = source.Native(attr.Expr)
	}
	if attr := content.Attributes["iterator"]; attr != nil {
		if repeat.iterator = hcl.ExprAsKeyword(attr.Expr); !hclsyntax.ValidIdentifier(repeat.iterator) {
			diags = append(diags, diag.ProblemAt(attr.Expr.Range(), "Invalid expression",
				"The iterator is the bare name by which the content knows the element, such as iterator = rule.")...)
		}
	}
	var body *hcl.Block
	for _, b := range content.Blocks {
		if body != nil {
			diags = append(diags, diag.ProblemAt(b.DefRange, "Extraneous content block",
				"A dynamic block has one content block, and there is one at %s already. Put all arguments into one of them.", diag.Place(body.DefRange))...)
		}
		body = b
	}
	if body == nil && !diags.HasErrors() {
		diags = append(diags, diag.ProblemAt(block.DefRange, "Missing content block",
			"The dynamic block does not say what each %s block holds. Add content { ... }.", name)...)
	}
	if body == nil || repeat.forEach == nil {
		return nil, nil, diags
	}
	repeat.broken = diags.HasErrors()
	return &hcl.Block{Type: name, Body: body.Body, DefRange: block.DefRange, TypeRange: block.TypeRange}, repeat, diags
}

// link checks the references of what decides how often a block stands. The
// scope that it returns is that of the content.
func (d *dynamic) link(c *linker, s scope) (scope, references, hcl.Diagnostics) {
	if d == nil {
		return s, references{}, nil
	}
	refs, diags := c.resolve(s, d.forEach)
	d.broken = d.broken || diags.HasErrors()
	s.iterator = d.iterator
	return s, refs, diags
}

// contexts are those in which the block stands: one for each element. They are
// unknown where the collection is; the value has its marks.
func (m *moduleInstance) contexts(d *dynamic, ctx *hcl.EvalContext) ([]*hcl.EvalContext, cty.Value, hcl.Diagnostics) {
	if d == nil {
		return []*hcl.EvalContext{ctx}, cty.True, nil
	}
	if d.broken {
		return nil, diag.Broken(cty.Bool), nil
	}
	value, diags := m.value(d.forEach, ctx)
	if diags.HasErrors() {
		return nil, diag.Broken(cty.Bool), diags
	}
	value, marks := value.Unmark()
	switch {
	case !value.IsKnown():
		return nil, cty.UnknownVal(cty.Bool).WithMarks(marks), nil
	case value.IsNull() || !value.CanIterateElements():
		return nil, diag.Broken(cty.Bool), diag.Within(diag.ProblemAt(d.forEach.Range(), "Invalid dynamic for_each value",
			"The for_each of a dynamic block is a list, a set or a map, and this is %s. An empty one, [], makes no block.", describe(value)), d.forEach, ctx)
	}
	var all []*hcl.EvalContext
	for it := value.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if value.Type().IsSetType() {
			key = element
		}
		child := ctx.NewChild()
		child.Variables = map[string]cty.Value{d.iterator: cty.ObjectVal(map[string]cty.Value{"key": key, "value": element})}
		all = append(all, child)
	}
	return all, cty.True.WithMarks(marks), nil
}

func describe(value cty.Value) string {
	if value.IsNull() {
		return "null"
	}
	return diag.WithArticle(value.Type().FriendlyName())
}
