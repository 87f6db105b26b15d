package eval

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
	"gesso/spec/link"
	"gesso/spec/origin"
	"gesso/spec/repeat"
)

// Import is an existing picture that an image takes over, as an import block
// says. One of File and Task is set.
type Import struct {
	Address string
	File    string    // slash-separated, relative to the configuration
	Task    string    // the provider's id of a task
	Range   hcl.Range // of the id

	to config.Target
}

// ID is what the block calls the picture.
func (i *Import) ID() string { return i.File + i.Task }

// ImportPictures evaluates the import blocks. They may use variables and
// locals, but no image: what is imported is known before anything is made.
func (s *Settings) ImportPictures(sections []config.ImportSection) hcl.Diagnostics {
	var diags hcl.Diagnostics
	m := s.m
	for _, s := range sections {
		r := config.Repetition{ForEach: s.ForEach}
		ctx, more := m.importContext(r, s)
		if diags = append(diags, more...); more.HasErrors() {
			continue
		}
		elements, more := m.importElements(s, ctx)
		diags = append(diags, more...)
		var found diag.Merger
		for _, o := range elements {
			found.Add(m.importOne(s, o.Context(ctx)))
		}
		diags = append(diags, found.Result()...)
	}
	return diags
}

// importContext is where the expressions of an import block are evaluated.
func (m *moduleInstance) importContext(r config.Repetition, s config.ImportSection) (*hcl.EvalContext, hcl.Diagnostics) {
	c := m.e.config.Linker()
	refs, diags := c.Resolve(link.Scope{Module: m.module, Expansion: "for_each"}, s.ForEach)
	inner, more := c.Resolve(link.Scope{Module: m.module, Repeated: r}, s.ID)
	refs, diags = refs.And(inner), append(diags, more...)
	inner, more = c.Resolve(link.Scope{Module: m.module, Repeated: r}, keysOf(s.To))
	if s.To.Range() != s.ToRange {
		more = diag.AtRange(more, s.ToRange)
	}
	refs, diags = refs.And(inner), append(diags, more...)
	refs = refs.Sorted()
	if image := m.module.ImageBehind(refs); image != "" && !diags.HasErrors() {
		return nil, diag.ProblemAt(s.Range, "Invalid import block",
			"The block depends on %s, but what is imported must be known before any image is made. Use variables and other local values.", image)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	diags = m.needLocals(refs.Locals)
	return m.context(refs), diags
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
func (m *moduleInstance) importElements(s config.ImportSection, ctx *hcl.EvalContext) ([]repeat.Occurrence, hcl.Diagnostics) {
	if s.ForEach == nil {
		return []repeat.Occurrence{{}}, nil
	}
	value, diags := m.value(s.ForEach, ctx)
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
	if m.e.config.lacks(diags, o) {
		return nil, nil
	}
	return made, diag.Within(diags, s.ForEach, ctx)
}

// importOne evaluates a block for one of its elements.
func (m *moduleInstance) importOne(s config.ImportSection, ctx *hcl.EvalContext) hcl.Diagnostics {
	made := &Import{Range: s.ID.Range()}
	to, known, diags := m.importTarget(s, ctx)
	id, more := m.importID(s.ID, ctx)
	if diags = append(diags, more...); diags.HasErrors() || !known || id == "" {
		return diag.Within(diags, s.ID, ctx)
	}
	made.to, made.Address = to, to.String()
	c := m.e.config
	if isPictureFile(id) {
		file, why := c.Inside(id)
		if why != "" {
			return diag.Within(diag.ProblemAt(made.Range, "Import from outside of the configuration",
				"The file %q %s. A picture to import lies below the configuration's directory: copy it there.", diag.Shorten(id), why), s.ID, ctx)
		}
		made.File = file
	} else {
		made.Task = id
	}
	if first := c.imports[made.Address]; first != nil {
		return diag.Within(diag.ProblemAt(to.Range, "Duplicate import configuration",
			"An import block for %s is at %s already. An image takes over one picture: remove one of the blocks.", made.Address, diag.Place(first.Range)), s.ID, ctx)
	}
	if c.imports == nil {
		c.imports = map[string]*Import{}
	}
	c.imports[made.Address] = made
	return nil
}

// importTarget evaluates an address whose keys may be expressions. It reports
// whether they are known: in a partial configuration they may not be.
func (m *moduleInstance) importTarget(s config.ImportSection, ctx *hcl.EvalContext) (config.Target, bool, hcl.Diagnostics) {
	traversal, known, ok := m.importTraversal(s.To, ctx)
	if !ok {
		return config.Target{}, false, diag.ProblemAt(s.ToRange, "Invalid address",
			"The argument \"to\" is an address, written without quotes: image.hero, or one instance such as image.hero[each.key].")
	}
	if !known {
		return config.Target{}, false, nil
	}
	steps, why := config.StepsFrom(traversal)
	t := config.Target{Module: m.module, Steps: steps, Range: s.ToRange}
	if why == "" && !t.IsImage() {
		why = t.String() + " is a module. A picture is imported into one image: go on with .image and its name."
	}
	if why != "" {
		return config.Target{}, false, diag.ProblemAt(s.ToRange, "Invalid address", "%s", why)
	}
	return t, true, nil
}

func (m *moduleInstance) importTraversal(to hcl.Expression, ctx *hcl.EvalContext) (t hcl.Traversal, known, ok bool) {
	switch e := to.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return e.Traversal, true, true
	case *hclsyntax.RelativeTraversalExpr:
		t, known, ok = m.importTraversal(e.Source, ctx)
		return slices.Concat(t, e.Traversal), known, ok
	case *hclsyntax.IndexExpr:
		t, known, ok = m.importTraversal(e.Collection, ctx)
		key, diags := m.value(e.Key, ctx)
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
func (m *moduleInstance) importID(expr hcl.Expression, ctx *hcl.EvalContext) (string, hcl.Diagnostics) {
	value, diags := m.value(expr, ctx)
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
	return strings.ContainsAny(id, `/\`) || slices.Contains([]string{".png", ".jpg", ".jpeg", ".webp"}, strings.ToLower(path.Ext(id)))
}

// checkImports finds import blocks for images that nothing declares.
func (e *evaluator) checkImports() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, address := range config.Names(e.config.imports)() {
		i := e.config.imports[address]
		if e.byAddress[address] != nil {
			continue
		}
		img := e.config.Block(address)
		if img != nil && (img.Broken || e.hides(img)) {
			continue
		}
		why := "Declare it, or change the address."
		if img != nil {
			why = "Its block, at " + diag.Place(img.Range) + ", has other instances: give one of their keys."
		}
		diags = append(diags, diag.ProblemAt(i.to.Range, "Configuration for import target does not exist",
			"Nothing declares %s, which a picture is to be imported into. %s", address, why)...)
	}
	return diags
}

// hides reports whether a mistake, or a value that a partial configuration
// lacks, hides some of a block's instances.
func (e *evaluator) hides(img *config.Image) bool {
	return slices.ContainsFunc(e.modules[img.Module], func(m *moduleInstance) bool {
		return m.failed[img.Name] || m.imagesStand(img.Name) || m.inHidden()
	})
}
