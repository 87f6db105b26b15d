package config

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// Image is an image block as written.
type Image struct {
	Name      string
	Arguments Arguments // prompt, model, size, source, path, tags
	Provider  *Provider // the default one, if it has a mistake
	Range     hcl.Range // of the block's header

	*Special // never nil
	Vertex
	Referenced bool // some expression uses the block's value
	Recursive  bool // an instance uses earlier ones of the same block
	Unread     bool // it stands in for a block that cannot be parsed
}

// Special is what few blocks have beside arguments for each instance: in one with ten
// thousand plain ones it would take most of their room.
type Special struct {
	Repetition
	DependsOn    []hcl.Traversal
	Derives      []*Derive
	ProviderName *ProviderReference // nil: the default one
	lifecycle    *Lifecycle         // nil: it has none
}

// nothingSpecial is that of a plain block. It is not to be changed.
var nothingSpecial = new(Special)

// Expressions are all that an instance evaluates.
func (i *Image) Expressions() []hcl.Expression {
	var all []hcl.Expression
	for _, a := range i.Arguments {
		all = append(all, a.Expr)
	}
	for _, t := range i.Lifecycle().Triggers {
		all = append(all, t.Expr)
	}
	if i.Lifecycle().Attempts != nil {
		all = append(all, i.Lifecycle().Attempts)
	}
	for _, d := range i.Derives {
		all = append(all, d.Expressions()...)
	}
	return append(append(all, expressionsOf(i.Lifecycle().Preconditions)...), expressionsOf(i.Lifecycle().Postconditions)...)
}

// noLifecycle is that of the images without one, as nearly all are.
var noLifecycle = new(Lifecycle)

// Lifecycle is what the image's block of that name says. It is not to be changed.
func (i *Image) Lifecycle() *Lifecycle { return cmp.Or(i.lifecycle, noLifecycle) }

// Lifecycle is an image's lifecycle block.
type Lifecycle struct {
	PreventDestroy bool
	IgnoreChanges  []string // argument names; every one of them for "all"
	Triggers       []Trigger
	OnDrift        OnDrift
	Range          hcl.Range

	Attempts       hcl.Expression // nil when absent
	Preconditions  []*Condition
	Postconditions []*Condition
}

func (d *Decoder) image(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("image", name, block.LabelRanges[0])
	if old, exists := d.Module.Images[name]; exists {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate image",
			"An image named %q is declared at %s already. Names of images are unique in a configuration: rename one of them.", name, diag.Position(old.Range))...)
	}
	img := &Image{Name: name, Special: nothingSpecial, Vertex: Vertex{Owner: d.Module}, Range: block.DefRange}
	d.Module.Images[name] = img
	if img.plain(block.Body) {
		img.Broken = diags.HasErrors()
		return diags
	}
	img.Special = new(Special)
	content, more := Decode(block, lang.Image)
	diags = append(diags, more...)
	img.Arguments = make(Arguments, 0, len(content.Attributes))
	texts := make(source.Literals, 0, len(content.Attributes))
	for argument, attr := range content.Attributes {
		switch argument {
		case "count", "for_each", "matrix":
		case "depends_on":
			img.DependsOn, more = dependsOn(attr.Expr)
			diags = append(diags, more...)
		case "provider":
			var ref ProviderReference
			ref, more = d.Tree.referToProvider(attr.Expr)
			img.ProviderName = &ref
			diags = append(diags, more...)
		default:
			img.Arguments.add(argument, attr.Expr, &texts)
		}
	}
	img.Arguments.sort()
	img.Repetition, more = decodeRepetition(content)
	diags = append(diags, more...)
	diags = append(diags, img.deriveBlocks(content)...)
	diags = append(diags, img.lifecycleBlocks(content.Blocks)...)
	img.Broken = diags.HasErrors()
	return diags
}

// plain takes the arguments of a body that has nothing but such as every instance evaluates,
// as most bodies have: decoding would keep several times their room. Otherwise, and where there
// is a mistake, it reports false.
func (img *Image) plain(body hcl.Body) bool {
	native, ok := body.(*hclsyntax.Body)
	if !ok || len(native.Blocks) > 0 || !lang.Image.HasAll(native.Attributes) {
		return false
	}
	for _, a := range lang.Image.Required() {
		if native.Attributes[a.Name] == nil {
			return false
		}
	}
	arguments := make(Arguments, 0, len(native.Attributes))
	texts := make(source.Literals, 0, len(native.Attributes))
	for name, attr := range native.Attributes {
		switch name {
		case "count", "for_each", "matrix", "depends_on", "provider":
			return false
		}
		arguments.add(name, attr.Expr, &texts)
	}
	arguments.sort()
	img.Arguments = arguments
	return true
}

func (img *Image) lifecycleBlocks(blocks hcl.Blocks) hcl.Diagnostics {
	var diags, more hcl.Diagnostics
	var first *hcl.Block
	for _, b := range blocks {
		if b.Type != lang.Lifecycle.Type {
			continue
		}
		if first != nil {
			return append(diags, diag.ProblemAt(b.DefRange, "Duplicate lifecycle block",
				"An image has at most one lifecycle block, and there is one at %s already. Put all arguments into one of them.", diag.Position(first.DefRange))...)
		}
		first = b
		img.lifecycle, more = lifecycle(b)
		diags = append(diags, more...)
	}
	return diags
}

func dependsOn(expr hcl.Expression) ([]hcl.Traversal, hcl.Diagnostics) {
	exprs, diags := hcl.ExprList(expr)
	if diags.HasErrors() {
		return nil, diag.ProblemAt(expr.Range(), "Invalid depends_on reference",
			"The argument depends_on is a list of references to images, such as [image.base, image.hero[\"aria\"]].")
	}
	var targets []hcl.Traversal
	for _, e := range exprs {
		target, more := hcl.AbsTraversalForExpr(e)
		if more.HasErrors() {
			diags = append(diags, diag.ProblemAt(e.Range(), "Invalid depends_on reference",
				"Each element of depends_on is a reference to an image, written without quotes: image.base, or image.hero[\"aria\"] with a constant key.")...)
			continue
		}
		targets = append(targets, target)
	}
	return targets, diags
}

func lifecycle(block *hcl.Block) (*Lifecycle, hcl.Diagnostics) {
	content, diags := Decode(block, lang.Lifecycle)
	l := &Lifecycle{Range: block.DefRange}
	diags = append(diags, literal(content, "prevent_destroy", &l.PreventDestroy)...)
	diags = append(diags, createFirst(content)...)
	diags = append(diags, onDrift(content, &l.OnDrift)...)
	if attr := content.Attributes["replace_triggered_by"]; attr != nil {
		list, more := triggers(attr)
		l.Triggers, diags = list, append(diags, more...)
	}
	diags = append(diags, l.conditions(content)...)
	attr, ok := content.Attributes["ignore_changes"]
	if !ok {
		return l, diags
	}
	if hcl.ExprAsKeyword(attr.Expr) == "all" {
		l.IgnoreChanges = lang.Ignorable
		return l, diags
	}
	exprs, more := hcl.ExprList(attr.Expr)
	if more.HasErrors() {
		return l, append(diags, diag.ProblemAt(attr.Expr.Range(), "Invalid ignore_changes",
			"The argument ignore_changes is a list of bare names of arguments, such as [prompt, size], or the word all.")...)
	}
	for _, e := range exprs {
		word := hcl.ExprAsKeyword(e)
		if !slices.Contains(lang.Ignorable, word) {
			diags = append(diags, diag.ProblemAt(e.Range(), "Invalid ignore_changes",
				"Each element is the bare name of an argument that decides the picture: %s; or the whole is the word all.%s",
				diag.Enumerate(lang.Ignorable), diag.DidYouMean(WordOf(e), lang.Ignorable))...)
			continue
		}
		l.IgnoreChanges = append(l.IgnoreChanges, word)
	}
	return l, diags
}

// createFirst reads create_before_destroy, which is always so: an output is
// replaced when the new picture is there.
func createFirst(content *Content) hcl.Diagnostics {
	first := true
	diags := literal(content, "create_before_destroy", &first)
	if first || diags.HasErrors() {
		return diags
	}
	return diag.WarningAt(content.Attributes["create_before_destroy"].Expr.Range(), "Old pictures are always kept until the new ones are there",
		"With create_before_destroy = false, Terraform destroys first. Gesso never does: an output stays until the new picture is there, and the store keeps the old one. Remove the argument.")
}

// conditions reads the conditions of a lifecycle block.
func (l *Lifecycle) conditions(content *Content) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, b := range content.Blocks {
		schema, to := lang.Precondition, &l.Preconditions
		if b.Type == "postcondition" {
			schema, to = lang.Postcondition, &l.Postconditions
		}
		c, more := decodeCondition(b, schema, content.Dynamics[b])
		diags = append(diags, more...)
		if c != nil {
			*to = append(*to, c)
		}
	}
	if attr := content.Attributes["attempts"]; attr != nil {
		l.Attempts = source.Native(attr.Expr)
	}
	return diags
}
