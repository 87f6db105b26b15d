package eval

import (
	"path"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
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
			file, more := e.file()
			diags = append(diags, more...)
			if file == nil || more.HasErrors() {
				continue
			}
			if names[file.Name] {
				diags = append(diags, e.twice(file.Name)...)
				continue
			}
			names[file.Name] = true
			i.Derives, i.derivedBy = append(i.Derives, *file), append(i.derivedBy, d)
		}
	}
	return diags
}

// element is a derive block at one of the elements for which it stands.
type element struct {
	*blockScope
	instance *Instance
	block    *config.Derive
	ctx      *hcl.EvalContext
	key      string // of the element; "" without any
}

// elements are those for which a block stands: the one that it is, where nothing repeats it.
func (b *blockScope) elements(i *Instance, d *config.Derive, ctx *hcl.EvalContext) ([]element, hcl.Diagnostics) {
	all := []element{{b, i, d, ctx, ""}}
	var diags hcl.Diagnostics
	for _, r := range d.Repeats() {
		var inner []element
		for _, e := range all {
			contexts, value, more := b.m.contexts(r, e.ctx)
			diags = append(diags, more...)
			if _, more := e.accept("for_each", r.ForEach, value); more.HasErrors() {
				diags = append(diags, more...)
				continue
			}
			for _, c := range contexts {
				object := c.Variables[r.Iterator]
				if i.Block.ForEach == nil {
					c.Variables["each"] = object
				}
				inner = append(inner, element{b, i, d, c, keyText(object)})
			}
		}
		all = inner
	}
	return all, diags
}

// keyText is the key of an element as a name, or "".
func keyText(element cty.Value) string {
	key, _ := element.GetAttr("key").Unmark()
	text, err := convert.Convert(key, cty.String)
	if err != nil || !text.IsKnown() || text.IsNull() {
		return ""
	}
	return text.AsString()
}

// accept takes the marks of a value into the instance, and says why it cannot decide
// about a file. The value is NilVal where it is not told.
func (e element) accept(name string, expr hcl.Expression, value cty.Value) (cty.Value, hcl.Diagnostics) {
	refuse := func(diags hcl.Diagnostics) (cty.Value, hcl.Diagnostics) {
		return cty.NilVal, diag.Within(diags, expr, e.ctx)
	}
	value, marks := value.UnmarkDeep()
	o := origin.Of(marks)
	e.instance.DependsOn = append(e.instance.DependsOn, o.Addresses...)
	switch {
	case o.Broken:
		e.instance.broken = true
		return cty.NilVal, nil
	case o.Ephemeral, o.Sensitive:
		return refuse(diag.ProblemAt(expr.Range(), "Sensitive value in a visible argument",
			"The %s of a derived file of %s is derived from a sensitive or ephemeral value, and gesso shows it. Use nonsensitive(...) if it may be shown.", name, e.instance.Address))
	case o.Impure != "":
		return refuse(origin.ImpureArgument(name, expr.Range(), o))
	case value.IsWhollyKnown():
		return value, nil
	case e.m.e.config.Lacking && len(o.Addresses) == 0:
		e.instance.partDerived = true
		return cty.NilVal, nil // a variable has no value yet
	}
	return refuse(diag.ProblemAt(expr.Range(), "Derived file known only after apply",
		"The %s of a derived file of %s depends on a picture that is not made yet, so the plan cannot say what would be made of this one. Use values that are known before apply.", name, e.instance.Address))
}

// value evaluates an argument: NilVal for one that is absent, null, or not told.
func (e element) value(name string) (cty.Value, hcl.Diagnostics) {
	expr := e.block.Arguments[name]
	if expr == nil {
		return cty.NilVal, nil
	}
	value, diags := e.m.value(expr, e.ctx)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	value, more := e.accept(name, expr, value)
	if diags = append(diags, more...); value == cty.NilVal || value.IsNull() {
		return cty.NilVal, diags
	}
	converted, err := convert.Convert(value, argumentOf(name))
	if err != nil {
		return cty.NilVal, append(diags, e.refuse(name, "Incorrect argument type", "The argument %q is not suitable: %s.", name, diag.ErrorText(err))...)
	}
	return converted, diags
}

// refuse is a mistake of an argument, or of the block where it is not given.
func (e element) refuse(name, summary, format string, args ...any) hcl.Diagnostics {
	expr := e.block.Arguments[name]
	if expr == nil {
		return diag.ProblemAt(e.block.Range, summary, format, args...)
	}
	return diag.Within(diag.ProblemAt(expr.Range(), summary, format, args...), expr, e.ctx)
}

func (e element) twice(name string) hcl.Diagnostics {
	return e.refuse("name", "Two derived files with one name",
		"Two derived files of %s are named %s, so that image.%s.derived could hold only one of them. Give them names of their own with the argument name.", e.instance.Address, address.Quote(name), e.instance.Block.Name)
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
		if f.Path != path {
			continue
		}
		if expr := i.derivedBy[n].Arguments["path"]; expr != nil {
			rng := expr.Range()
			return *i.module.e.config.Range(&rng)
		}
	}
	return i.Block.Range
}

// defaultName is what a file is known by where the block does not say it.
func (e element) defaultName(file string) string {
	if e.key != "" {
		return e.key
	}
	return path.Base(file)
}
