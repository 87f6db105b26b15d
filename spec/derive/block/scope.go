package block

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/derive"
	"gesso/spec/origin"
)

// Scope is where the derive blocks of an image are evaluated, and by whom.
type Scope struct {
	Address string // of the image
	Image   string // the name of its block
	Each    bool   // an element is each, too
	Lacking bool   // of a partial configuration, that lacks values of variables

	// Place cleans a path, or says why no file can go there.
	Place func(name string) (clean, why string)
	// Value evaluates an expression.
	Value func(expr hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics)
	// Contexts are those in which a block stands that is repeated, and its collection's marks.
	Contexts func(r *config.Dynamic, ctx *hcl.EvalContext) ([]*hcl.EvalContext, cty.Value, hcl.Diagnostics)
}

// Found is what derive blocks say.
type Found struct {
	Files     []derive.File
	Part      bool     // a partial configuration does not tell all of them
	Broken    bool     // something that they use has an error that is reported
	Addresses []string // of the images whose values they use

	blocks []*config.Derive // of Files
}

// IsZero reports whether nothing is said, as where there are no blocks.
func (f *Found) IsZero() bool {
	return len(f.Files)+len(f.Addresses) == 0 && !f.Part && !f.Broken
}

// Read evaluates derive blocks.
func (s Scope) Read(blocks []*config.Derive, ctx *hcl.EvalContext) (Found, hcl.Diagnostics) {
	var found Found
	var diags hcl.Diagnostics
	names := map[string]bool{}
	for _, d := range blocks {
		if d.Broken {
			found.Broken = true
			continue
		}
		elements, more := s.elements(&found, d, ctx)
		diags = append(diags, more...)
		for _, e := range elements {
			file, more := e.File(func(name string, expr hcl.Expression) (cty.Value, hcl.Diagnostics) {
				return s.argument(&found, e, name, expr)
			})
			if diags = append(diags, more...); file == nil || more.HasErrors() {
				continue
			}
			if names[file.Name] {
				diags = append(diags, e.twice(file.Name, s.Image)...)
				continue
			}
			names[file.Name] = true
			found.Files, found.blocks = append(found.Files, *file), append(found.blocks, d)
		}
	}
	return found, diags
}

// elements are those for which a block stands: the one that it is, where nothing repeats it.
func (s Scope) elements(found *Found, d *config.Derive, ctx *hcl.EvalContext) ([]Element, hcl.Diagnostics) {
	all := []Element{{Address: s.Address, Block: d, Context: ctx, Place: s.Place}}
	var diags hcl.Diagnostics
	for _, r := range d.Repeats() {
		var inner []Element
		for _, e := range all {
			contexts, value, more := s.Contexts(r, e.Context)
			diags = append(diags, more...)
			if _, more := s.permit(found, e, "for_each", r.ForEach, value); more.HasErrors() {
				diags = append(diags, more...)
				continue
			}
			for _, c := range contexts {
				if s.Each {
					c.Variables["each"] = c.Variables[r.Iterator]
				}
				inner = append(inner, e.at(c, r.Iterator))
			}
		}
		all = inner
	}
	return all, diags
}

// argument evaluates an argument: NilVal for one with an error, or not told.
func (s Scope) argument(found *Found, e Element, name string, expr hcl.Expression) (cty.Value, hcl.Diagnostics) {
	value, diags := s.Value(expr, e.Context)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	value, more := s.permit(found, e, name, expr, value)
	return value, append(diags, more...)
}

// permit takes the marks off a value, and says why it cannot decide about a file. The value
// is NilVal where it is not told.
func (s Scope) permit(found *Found, e Element, name string, expr hcl.Expression, value cty.Value) (cty.Value, hcl.Diagnostics) {
	value, marks := value.UnmarkDeep()
	o := origin.Of(marks)
	found.Addresses = append(found.Addresses, o.Addresses...)
	known := value.IsWhollyKnown()
	if o.Broken {
		found.Broken = true
		return cty.NilVal, nil
	}
	if !known && s.Lacking && len(o.Addresses) == 0 {
		found.Part = true
		return cty.NilVal, nil // a variable has no value yet
	}
	if diags := e.permit(name, expr, o, known); diags.HasErrors() {
		return cty.NilVal, diags
	}
	return value, nil
}

// Paths are those of the files.
func (f *Found) Paths() []string {
	var paths []string
	for _, file := range f.Files {
		paths = append(paths, file.Path)
	}
	return paths
}

// PathOf is the expression that declares the path of a file, or nil.
func (f *Found) PathOf(path string) hcl.Expression {
	for n, file := range f.Files {
		if file.Path == path {
			return f.blocks[n].Arguments["path"]
		}
	}
	return nil
}
