package config

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/lang"
	"gesso/spec/source"
)

// Derive is a derive block of an image: files that are made from its picture.
type Derive struct {
	Arguments map[string]hcl.Expression // but for_each
	ForEach   *Dynamic                  // what its own for_each says; nil without one
	Repeat    *Dynamic                  // what it is the content of, or nil
	Range     hcl.Range                 // of the block's header
	Broken    bool                      // it has an error that is reported
}

// deriveBlocks reads the derive blocks of an image.
func (img *Image) deriveBlocks(content *Content) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, b := range content.Blocks {
		if b.Type != lang.Derive.Type {
			continue
		}
		inner, more := Decode(b, lang.Derive)
		d := &Derive{Arguments: make(map[string]hcl.Expression, len(inner.Attributes)), Repeat: content.Dynamics[b], Range: b.DefRange, Broken: more.HasErrors()}
		texts := make(source.Literals, 0, len(inner.Attributes))
		for name, attr := range inner.Attributes {
			expr := source.Native(attr.Expr)
			if name == "for_each" {
				d.ForEach = &Dynamic{ForEach: expr, Iterator: lang.Derive.Type}
				continue
			}
			d.Arguments[name] = texts.Compact(expr)
		}
		img.Derives = append(img.Derives, d)
		diags = append(diags, more...)
	}
	return diags
}

// Repeats are what decides how often the block stands, the outer one first.
func (d *Derive) Repeats() []*Dynamic {
	return slices.DeleteFunc([]*Dynamic{d.Repeat, d.ForEach}, func(r *Dynamic) bool { return r == nil })
}

// Expressions are all that the block evaluates.
func (d *Derive) Expressions() []hcl.Expression {
	all := slices.Collect(maps.Values(d.Arguments))
	for _, r := range d.Repeats() {
		all = append(all, r.ForEach)
	}
	return all
}
