package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/derive/block"
	"gesso/spec/origin"
)

// derives evaluates the derive blocks of an instance.
func (b *blockScope) derives(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	i.Derives, i.derivedBy, i.partDerived = nil, nil, false
	var diags hcl.Diagnostics
	names := map[string]bool{}
	for _, d := range i.Block.Derives {
		if d.Broken {
			i.broken = true
			continue
		}
		elements, more := b.elements(i, d, ctx)
		diags = append(diags, more...)
		for _, e := range elements {
			file, more := e.File(func(name string, expr hcl.Expression) (cty.Value, hcl.Diagnostics) {
				return b.derived(i, e, name, expr)
			})
			if diags = append(diags, more...); file == nil || more.HasErrors() {
				continue
			}
			if names[file.Name] {
				diags = append(diags, e.Twice(file.Name, i.Block.Name)...)
				continue
			}
			names[file.Name] = true
			i.Derives, i.derivedBy = append(i.Derives, *file), append(i.derivedBy, d)
		}
	}
	return diags
}

// elements are those for which a block stands: the one that it is, where nothing repeats it.
func (b *blockScope) elements(i *Instance, d *config.Derive, ctx *hcl.EvalContext) ([]block.Element, hcl.Diagnostics) {
	all := []block.Element{{Address: i.Address, Block: d, Context: ctx, Place: b.m.e.config.outputPath}}
	var diags hcl.Diagnostics
	for _, r := range d.Repeats() {
		var inner []block.Element
		for _, e := range all {
			contexts, value, more := b.m.contexts(r, e.Context)
			diags = append(diags, more...)
			if _, more := b.permit(i, e, "for_each", r.ForEach, value); more.HasErrors() {
				diags = append(diags, more...)
				continue
			}
			for _, c := range contexts {
				if i.Block.ForEach == nil {
					c.Variables["each"] = c.Variables[r.Iterator]
				}
				inner = append(inner, e.At(c, r.Iterator))
			}
		}
		all = inner
	}
	return all, diags
}

// derived evaluates an argument: NilVal for one with an error, or not told.
func (b *blockScope) derived(i *Instance, e block.Element, name string, expr hcl.Expression) (cty.Value, hcl.Diagnostics) {
	value, diags := b.m.value(expr, e.Context)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	value, more := b.permit(i, e, name, expr, value)
	return value, append(diags, more...)
}

// permit takes the marks of a value into the instance, and says why it cannot decide about
// a file. The value is NilVal where it is not told.
func (b *blockScope) permit(i *Instance, e block.Element, name string, expr hcl.Expression, value cty.Value) (cty.Value, hcl.Diagnostics) {
	value, marks := value.UnmarkDeep()
	o := origin.Of(marks)
	i.DependsOn = append(i.DependsOn, o.Addresses...)
	known := value.IsWhollyKnown()
	if i.broken = i.broken || o.Broken; o.Broken {
		return cty.NilVal, nil
	}
	if !known && b.m.e.config.Lacking && len(o.Addresses) == 0 {
		i.partDerived = true
		return cty.NilVal, nil // a variable has no value yet
	}
	if diags := e.Permit(name, expr, o, known); diags.HasErrors() {
		return cty.NilVal, diags
	}
	return value, nil
}

// derivedValue is what expressions see of the files.
func (i *Instance) derivedValue(p *Picture) cty.Value {
	switch {
	case i.partDerived:
		return block.Unknown()
	case p == nil:
		return block.Value(i.Derives, 0, 0)
	}
	return block.Value(i.Derives, p.Width, p.Height)
}

// derivedPaths are those of the files that are made from the picture.
func (i *Instance) derivedPaths() []string {
	var paths []string
	for _, f := range i.Derives {
		paths = append(paths, f.Path)
	}
	return paths
}

// DeriveRange is where the file of the instance at a path is declared.
func (i *Instance) DeriveRange(path string) hcl.Range {
	for n, f := range i.Derives {
		if expr := i.derivedBy[n].Arguments["path"]; f.Path == path && expr != nil {
			rng := expr.Range()
			return *i.module.e.config.Range(&rng)
		}
	}
	return i.Block.Range
}
