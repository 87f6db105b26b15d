package block

import (
	"path"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/origin"
)

// Element is a derive block at one of the elements for which it stands.
type Element struct {
	Address string // of the image
	Block   *config.Derive
	Context *hcl.EvalContext
	Key     string // of the element; "" without any

	// Place cleans a path, or says why no file can go there.
	Place func(name string) (clean, why string)
}

// at is the element with the context of an inner one, which the context knows by a name.
func (e Element) at(ctx *hcl.EvalContext, name string) Element {
	e.Context, e.Key = ctx, keyText(ctx.Variables[name])
	return e
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

// permit says why a value of such an origin cannot decide about a file, be it known or not.
func (e Element) permit(name string, expr hcl.Expression, o origin.Origin, known bool) hcl.Diagnostics {
	var diags hcl.Diagnostics
	switch {
	case o.Ephemeral, o.Sensitive:
		diags = diag.ProblemAt(expr.Range(), "Sensitive value in a visible argument",
			"The %s of a derived file of %s is derived from a sensitive or ephemeral value, and gesso shows it. Use nonsensitive(...) if it may be shown.", name, e.Address)
	case o.Impure != "":
		diags = origin.ImpureArgument(name, expr.Range(), o)
	case !known:
		diags = diag.ProblemAt(expr.Range(), "Derived file known only after apply",
			"The %s of a derived file of %s depends on a picture that is not made yet, so the plan cannot say what would be made of this one. Use values that are known before apply.", name, e.Address)
	}
	return diag.Within(diags, expr, e.Context)
}

// convert gives a value the type of its argument.
func (e Element) convert(name string, value cty.Value) (cty.Value, hcl.Diagnostics) {
	converted, err := convert.Convert(value, lang.Derive.Argument(name).Type)
	if err != nil {
		return cty.NilVal, e.refuse(name, "Incorrect argument type", "The argument %q is not suitable: %s.", name, diag.ErrorText(err))
	}
	return converted, nil
}

// refuse is a mistake of an argument, or of the block where it is not given.
func (e Element) refuse(name, summary, format string, args ...any) hcl.Diagnostics {
	expr := e.Block.Arguments[name]
	if expr == nil {
		return diag.ProblemAt(e.Block.Range, summary, format, args...)
	}
	return diag.Within(diag.ProblemAt(expr.Range(), summary, format, args...), expr, e.Context)
}

// twice is the mistake of a name that another file of the image has.
func (e Element) twice(name, image string) hcl.Diagnostics {
	return e.refuse("name", "Two derived files with one name",
		"Two derived files of %s are named %s, so that image.%s.derived could hold only one of them. Give them names of their own with the argument name.", e.Address, address.Quote(name), image)
}

// defaultName is what a file is known by where the block does not say it.
func (e Element) defaultName(file string) string {
	if e.Key != "" {
		return e.Key
	}
	return path.Base(file)
}

// fileType is what expressions see of a derived file.
var fileType = cty.Object(map[string]cty.Type{"path": cty.String, "format": cty.String, "width": cty.Number, "height": cty.Number})

// Value is what expressions see of the files, by their names. Their sides are known where
// they do not depend on the picture, or its sides are known, which are 0 while they are not.
func (f *Found) Value(pictureWidth, pictureHeight int) cty.Value {
	switch {
	case f.Part:
		return cty.UnknownVal(cty.Map(fileType))
	case len(f.Files) == 0:
		return cty.MapValEmpty(fileType)
	}
	files := make(map[string]cty.Value, len(f.Files))
	for _, file := range f.Files {
		width, height := cty.UnknownVal(cty.Number), cty.UnknownVal(cty.Number)
		w, h, known := file.Sides()
		if !known && pictureWidth > 0 && pictureHeight > 0 {
			l := file.Layout(pictureWidth, pictureHeight)
			w, h, known = l.Width, l.Height, true
		}
		if known {
			width, height = cty.NumberIntVal(int64(w)), cty.NumberIntVal(int64(h))
		}
		files[file.Name] = cty.ObjectVal(map[string]cty.Value{
			"path": cty.StringVal(file.Path), "format": cty.StringVal(file.Format), "width": width, "height": height,
		})
	}
	return cty.MapVal(files)
}
