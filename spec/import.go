package spec

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/eval"
	"gesso/spec/link"
	"gesso/spec/origin"
	"gesso/spec/repeat"
)

// importPictures evaluates the import blocks. They may use variables and
// locals, but no image: what is imported is known before anything is made.
func (s *settings) importPictures(sections []config.ImportSection) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, section := range sections {
		r := config.Repetition{ForEach: section.ForEach}
		ctx, more := s.importContext(r, section)
		if diags = append(diags, more...); more.HasErrors() {
			continue
		}
		elements, more := s.importElements(section, ctx)
		diags = append(diags, more...)
		var found diag.Merger
		for _, o := range elements {
			found.Add(s.importOne(section, o.Context(ctx)))
		}
		diags = append(diags, found.Result()...)
	}
	return diags
}

// importContext is where the expressions of an import block are evaluated.
func (p *settings) importContext(r config.Repetition, s config.ImportSection) (*hcl.EvalContext, hcl.Diagnostics) {
	c := p.Linker()
	refs, diags := c.Resolve(link.Scope{Module: p.Root, Expansion: "for_each"}, s.ForEach)
	inner, more := c.Resolve(link.Scope{Module: p.Root, Repeated: r}, s.ID)
	refs, diags = refs.And(inner), append(diags, more...)
	inner, more = c.Resolve(link.Scope{Module: p.Root, Repeated: r}, keysOf(s.To))
	if s.To.Range() != s.ToRange {
		more = diag.AtRange(more, s.ToRange)
	}
	refs, diags = refs.And(inner), append(diags, more...)
	refs = refs.Sorted()
	if image := p.Root.ImageBehind(refs); image != "" && !diags.HasErrors() {
		return nil, diag.ProblemAt(s.Range, "Invalid import block",
			"The block depends on %s, but what is imported must be known before any image is made. Use variables and other local values.", image)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return p.Context(refs)
}

// keysOf are the keys in an address, as one expression to check.
func keysOf(to hcl.Expression) hcl.Expression {
	switch e := to.(type) {
	case *hclsyntax.RelativeTraversalExpr:
		return keysOf(e.Source)
	case *hclsyntax.IndexExpr:
		list := &hclsyntax.TupleConsExpr{Exprs: []hclsyntax.Expression{e.Key}, SrcRange: e.SrcRange}
		if inner, ok := keysOf(e.Collection).(*hclsyntax.TupleConsExpr); ok {
			list.Exprs = append(list.Exprs, inner.Exprs...)
		}
		return list
	}
	return nil
}

// importElements evaluates for_each. As in Terraform, and unlike that of an
// image, it may be a list as well: what it makes has no keys of its own.
func (p *settings) importElements(s config.ImportSection, ctx *hcl.EvalContext) ([]repeat.Occurrence, hcl.Diagnostics) {
	if s.ForEach == nil {
		return []repeat.Occurrence{{}}, nil
	}
	value, diags := p.Value(s.ForEach, ctx)
	if diags.HasErrors() {
		return nil, diags
	}
	bare, marks := value.Unmark()
	o := origin.Of(marks)
	if o.Broken {
		return nil, nil
	}
	if _, diags := origin.ExpansionMarks("for_each", s.ForEach.Range(), o); diags.HasErrors() {
		return nil, diag.Within(diags, s.ForEach, ctx)
	}
	if ty := bare.Type(); (ty.IsListType() || ty.IsTupleType()) && bare.IsKnown() && !bare.IsNull() {
		var made []repeat.Occurrence
		for it := bare.ElementIterator(); it.Next(); {
			key, element := it.Element()
			made = append(made, repeat.Occurrence{Key: address.Key{}, Name: "each", Value: cty.ObjectVal(map[string]cty.Value{"key": key, "value": element})})
		}
		return made, nil
	}
	made, diags := repeat.ForEach(bare, "image", s.ForEach.Range())
	if p.Lacks(diags, o) {
		return nil, nil
	}
	return made, diag.Within(diags, s.ForEach, ctx)
}

// importOne evaluates a block for one of its elements.
func (p *settings) importOne(s config.ImportSection, ctx *hcl.EvalContext) hcl.Diagnostics {
	made := &eval.Import{Range: s.ID.Range()}
	to, known, diags := p.importTarget(s, ctx)
	id, more := p.importID(s.ID, ctx)
	if diags = append(diags, more...); diags.HasErrors() || !known || id == "" {
		return diag.Within(diags, s.ID, ctx)
	}
	made.To, made.Address = to, to.String()
	if isPictureFile(id) {
		file, why := p.Inside(id)
		if why != "" {
			return diag.Within(diag.ProblemAt(made.Range, "Import from outside of the configuration",
				"The file %q %s. A picture to import lies below the configuration's directory: copy it there.", diag.Shorten(id), why), s.ID, ctx)
		}
		made.File = file
	} else {
		made.Task = id
	}
	if first := p.Imports[made.Address]; first != nil {
		return diag.Within(diag.ProblemAt(to.Range, "Duplicate import configuration",
			"An import block for %s is at %s already. An image takes over one picture: remove one of the blocks.", made.Address, diag.Position(first.Range)), s.ID, ctx)
	}
	if p.Imports == nil {
		p.Imports = map[string]*eval.Import{}
	}
	p.Imports[made.Address] = made
	return nil
}

// importTarget evaluates an address whose keys may be expressions. It reports
// whether they are known: in a partial configuration they may not be.
func (p *settings) importTarget(s config.ImportSection, ctx *hcl.EvalContext) (config.Target, bool, hcl.Diagnostics) {
	traversal, known, ok := p.importTraversal(s.To, ctx)
	if !ok {
		return config.Target{}, false, diag.ProblemAt(s.ToRange, "Invalid address",
			"The argument \"to\" is an address, written without quotes: image.hero, or one instance such as image.hero[each.key].")
	}
	if !known {
		return config.Target{}, false, nil
	}
	steps, why := config.StepsFrom(traversal)
	t := config.Target{Module: p.Root, Steps: steps, Range: s.ToRange}
	if why == "" && !t.IsImage() {
		why = t.String() + " is a module. A picture is imported into one image: go on with .image and its name."
	}
	if why != "" {
		return config.Target{}, false, diag.ProblemAt(s.ToRange, "Invalid address", "%s", why)
	}
	return t, true, nil
}

func (p *settings) importTraversal(to hcl.Expression, ctx *hcl.EvalContext) (t hcl.Traversal, known, ok bool) {
	switch e := to.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return e.Traversal, true, true
	case *hclsyntax.RelativeTraversalExpr:
		t, known, ok = p.importTraversal(e.Source, ctx)
		return slices.Concat(t, e.Traversal), known, ok
	case *hclsyntax.IndexExpr:
		t, known, ok = p.importTraversal(e.Collection, ctx)
		key, diags := p.Value(e.Key, ctx)
		key, _ = key.Unmark()
		if diags.HasErrors() || key.IsNull() {
			return nil, false, false
		}
		return append(slices.Clone(t), hcl.TraverseIndex{Key: key, SrcRange: e.SrcRange}), known && key.IsKnown(), ok
	}
	return nil, false, false
}

// importID evaluates what names the picture; "" without an error is one that
// is not known.
func (p *settings) importID(expr hcl.Expression, ctx *hcl.EvalContext) (string, hcl.Diagnostics) {
	value, diags := p.Value(expr, ctx)
	if diags.HasErrors() {
		return "", diags
	}
	refuse := func(format string, args ...any) (string, hcl.Diagnostics) {
		return "", diag.Within(diag.ProblemAt(expr.Range(), "Invalid import id argument", format, args...), expr, ctx)
	}
	value, marks := value.UnmarkDeep()
	o := origin.Of(marks)
	text, err := convert.Convert(value, cty.String)
	switch {
	case o.Broken:
		return "", nil
	case o.Impure != "" && !o.Machine: // where a file lies decides nothing about it
		return refuse("The id uses %s, which gives another value in every run. Use a variable.", o.Impure)
	case o.Sensitive || o.Ephemeral:
		return refuse("The id is derived from a sensitive or ephemeral value, and gesso shows it and writes it down. Use nonsensitive(...) if it may be shown.")
	case err != nil:
		return refuse("The id is a text: the path of a file such as \"photos/fox.png\", or the id of a task. This is not: %s.", err)
	case !text.IsKnown():
		return "", nil
	case text.IsNull() || strings.TrimSpace(text.AsString()) == "":
		return refuse("The id is empty or null. Name a file such as \"photos/fox.png\", or give the id of a task.")
	}
	return text.AsString(), nil
}

// isPictureFile tells the path of a file from the id of a task: it has a folder
// in it, or the extension of a picture.
func isPictureFile(id string) bool {
	return strings.ContainsAny(id, `/\`) || slices.Contains(pictureFiles, strings.ToLower(path.Ext(id)))
}

// pictureFiles are the extensions of pictures: also of those that cannot be taken over,
// which is said of the file, and not of a task that the provider does not know.
var pictureFiles = []string{
	".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp",
	".avif", ".bmp", ".gif", ".heic", ".heif", ".ico", ".jp2", ".jxl", ".psd", ".svg", ".tga", ".tif", ".tiff", ".xcf",
}
