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
func (s *settings) importContext(r config.Repetition, section config.ImportSection) (*hcl.EvalContext, hcl.Diagnostics) {
	c := s.Linker()
	refs, diags := c.Resolve(link.Scope{Module: s.Root, Expansion: "for_each"}, section.ForEach)
	inner, more := c.Resolve(link.Scope{Module: s.Root, Repeated: r}, section.ID)
	refs, diags = refs.And(inner), append(diags, more...)
	inner, more = c.Resolve(link.Scope{Module: s.Root, Repeated: r}, keysOf(section.To))
	if section.To.Range() != section.ToRange {
		more = diag.AtRange(more, section.ToRange)
	}
	refs, diags = refs.And(inner), append(diags, more...)
	refs = refs.Sorted()
	if image := s.Root.ImageBehind(refs); image != "" && !diags.HasErrors() {
		return nil, diag.ProblemAt(section.Range, "Invalid import block",
			"The block depends on %s, but what is imported must be known before any image is made. Use variables and other local values.", image)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return s.Context(refs)
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
func (s *settings) importElements(section config.ImportSection, ctx *hcl.EvalContext) ([]repeat.Occurrence, hcl.Diagnostics) {
	if section.ForEach == nil {
		return []repeat.Occurrence{{}}, nil
	}
	value, diags := s.Value(section.ForEach, ctx)
	if diags.HasErrors() {
		return nil, diags
	}
	bare, marks := value.Unmark()
	o := origin.Of(marks)
	if o.Broken {
		return nil, nil
	}
	if _, diags := origin.ExpansionMarks("for_each", section.ForEach.Range(), o); diags.HasErrors() {
		return nil, diag.Within(diags, section.ForEach, ctx)
	}
	if ty := bare.Type(); (ty.IsListType() || ty.IsTupleType()) && bare.IsKnown() && !bare.IsNull() {
		var made []repeat.Occurrence
		for it := bare.ElementIterator(); it.Next(); {
			key, element := it.Element()
			made = append(made, repeat.Known(address.Key{}, "each", cty.ObjectVal(map[string]cty.Value{"key": key, "value": element})))
		}
		return made, nil
	}
	made, diags := repeat.ForEach(bare, "image", section.ForEach.Range())
	if s.Lacks(diags, o) {
		return nil, nil
	}
	return made, diag.Within(diags, section.ForEach, ctx)
}

// importOne evaluates a block for one of its elements.
func (s *settings) importOne(section config.ImportSection, ctx *hcl.EvalContext) hcl.Diagnostics {
	made := &eval.Import{Range: section.ID.Range()}
	to, known, diags := s.importTarget(section, ctx)
	id, more := s.importID(section.ID, ctx)
	if diags = append(diags, more...); diags.HasErrors() || !known || id == "" {
		return diag.Within(diags, section.ID, ctx)
	}
	made.To, made.Address = to, to.String()
	if isPictureFile(id) {
		file, why := s.Inside(id)
		if why != "" {
			return diag.Within(diag.ProblemAt(made.Range, "Import from outside of the configuration",
				"The file %q %s. A picture to import lies below the configuration's directory: copy it there.", diag.Shorten(id), why), section.ID, ctx)
		}
		made.File = file
	} else {
		made.Task = id
	}
	if first := s.Imports[made.Address]; first != nil {
		return diag.Within(diag.ProblemAt(to.Range, "Duplicate import configuration",
			"An import block for %s is at %s already. An image takes over one picture: remove one of the blocks.", made.Address, diag.Position(first.Range)), section.ID, ctx)
	}
	if s.Imports == nil {
		s.Imports = map[string]*eval.Import{}
	}
	s.Imports[made.Address] = made
	return nil
}

// importTarget evaluates an address whose keys may be expressions. It reports
// whether they are known: in a partial configuration they may not be.
func (s *settings) importTarget(section config.ImportSection, ctx *hcl.EvalContext) (config.Target, bool, hcl.Diagnostics) {
	traversal, known, ok := s.importTraversal(section.To, ctx)
	if !ok {
		return config.Target{}, false, diag.ProblemAt(section.ToRange, "Invalid address",
			"The argument \"to\" is an address, written without quotes: image.hero, or one instance such as image.hero[each.key].")
	}
	if !known {
		return config.Target{}, false, nil
	}
	steps, why := config.StepsFrom(traversal)
	t := config.Target{Module: s.Root, Steps: steps, Range: section.ToRange}
	if why == "" && !t.IsImage() {
		why = t.String() + " is a module. A picture is imported into one image: go on with .image and its name."
	}
	if why != "" {
		return config.Target{}, false, diag.ProblemAt(section.ToRange, "Invalid address", "%s", why)
	}
	return t, true, nil
}

func (s *settings) importTraversal(to hcl.Expression, ctx *hcl.EvalContext) (t hcl.Traversal, known, ok bool) {
	switch e := to.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return e.Traversal, true, true
	case *hclsyntax.RelativeTraversalExpr:
		t, known, ok = s.importTraversal(e.Source, ctx)
		return slices.Concat(t, e.Traversal), known, ok
	case *hclsyntax.IndexExpr:
		t, known, ok = s.importTraversal(e.Collection, ctx)
		key, diags := s.Value(e.Key, ctx)
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
func (s *settings) importID(expr hcl.Expression, ctx *hcl.EvalContext) (string, hcl.Diagnostics) {
	value, diags := s.Value(expr, ctx)
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
