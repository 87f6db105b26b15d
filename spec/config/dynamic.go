package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// Dynamic is what a dynamic block says of the block in its content: it stands
// once for each element of a collection. HCL's own dynblock decides that while
// a body is decoded, when nothing has a value here, and hides the expressions
// in it from whatever looks at them.
type Dynamic struct {
	ForEach  hcl.Expression
	Iterator string // the name of the element in the content
	Broken   bool   // it has an error that is reported
}

// spread replaces the dynamic blocks of a body by what is in their content.
func (d *Content) spread() hcl.Diagnostics {
	var diags hcl.Diagnostics
	blocks := make(hcl.Blocks, 0, len(d.Blocks))
	for _, block := range d.Blocks {
		if block.Type != lang.DynamicType {
			blocks = append(blocks, block)
			continue
		}
		inner, repeat, more := undynamic(d.Schema, block)
		diags = append(diags, more...)
		if inner == nil {
			continue
		}
		if d.Dynamics == nil {
			d.Dynamics = map[*hcl.Block]*Dynamic{}
		}
		d.Dynamics[inner] = repeat
		blocks = append(blocks, inner)
	}
	d.Blocks = blocks
	return diags
}

// undynamic reads one dynamic block.
func undynamic(s *lang.Schema, block *hcl.Block) (*hcl.Block, *Dynamic, hcl.Diagnostics) {
	name := block.Labels[0]
	types := s.DynamicTypes()
	if !slices.Contains(types, name) {
		return nil, nil, diag.ProblemAt(block.LabelRanges[0], "Invalid dynamic block",
			"The %s block cannot have dynamic %q blocks, only %s.%s", s.Type, name, diag.Enumerate(types), diag.DidYouMean(name, types))
	}
	content, diags := Decode(block, lang.Dynamic)
	repeat := &Dynamic{Iterator: name}
	if attr := content.Attributes["for_each"]; attr != nil {
		repeat.ForEach = source.Native(attr.Expr)
	}
	if attr := content.Attributes["iterator"]; attr != nil {
		if repeat.Iterator = hcl.ExprAsKeyword(attr.Expr); !hclsyntax.ValidIdentifier(repeat.Iterator) {
			diags = append(diags, diag.ProblemAt(attr.Expr.Range(), "Invalid expression",
				"The iterator is the bare name by which the content knows the element, such as iterator = rule.")...)
		}
	}
	var body *hcl.Block
	for _, b := range content.Blocks {
		if body != nil {
			diags = append(diags, diag.ProblemAt(b.DefRange, "Extraneous content block",
				"A dynamic block has one content block, and there is one at %s already. Put all arguments into one of them.", diag.Position(body.DefRange))...)
		}
		body = b
	}
	if body == nil && !diags.HasErrors() {
		diags = append(diags, diag.ProblemAt(block.DefRange, "Missing content block",
			"The dynamic block does not say what each %s block holds. Add content { ... }.", name)...)
	}
	if body == nil || repeat.ForEach == nil {
		return nil, nil, diags
	}
	repeat.Broken = diags.HasErrors()
	return &hcl.Block{Type: name, Body: body.Body, DefRange: block.DefRange, TypeRange: block.TypeRange}, repeat, diags
}
