package spec

import (
	"fmt"
	"slices"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// decoder turns bodies into the Config's blocks. What needs all files at once
// (references, settings that are expressions) waits for link and settings.
type decoder struct {
	config   *Config
	version  string
	gesso    *hcl.Block
	provider *hcl.Block
}

// file decodes one body's top-level blocks.
func (d *decoder) file(body *hclsyntax.Body) hcl.Diagnostics {
	content, diags := body.Content(fileSchema)
	for _, block := range content.Blocks {
		switch block.Type {
		case "gesso":
			diags = append(diags, d.only(&d.gesso, block)...)
		case "provider":
			diags = append(diags, d.providerBlock(block)...)
		case "variable":
			diags = append(diags, d.variable(block)...)
		case "locals":
			diags = append(diags, d.localsBlock(block)...)
		case "image":
			diags = append(diags, d.image(block)...)
		case "output":
			diags = append(diags, d.output(block)...)
		}
	}
	return diags
}

// only keeps a block that may stand once in a configuration.
func (d *decoder) only(kept **hcl.Block, block *hcl.Block) hcl.Diagnostics {
	if *kept != nil {
		return problemAt(block.DefRange, "Duplicate "+block.Type+" block",
			"A configuration has one %s block, and there is one at %s already. Put all arguments into one of them.",
			block.Type, place((*kept).DefRange))
	}
	*kept = block
	return nil
}

func (d *decoder) providerBlock(block *hcl.Block) hcl.Diagnostics {
	if name := block.Labels[0]; name != "flux" {
		return problemAt(block.LabelRanges[0], "Unknown provider",
			"There is no provider named %q. The only provider is \"flux\".", name)
	}
	return d.only(&d.provider, block)
}

func (d *decoder) localsBlock(block *hcl.Block) hcl.Diagnostics {
	attrs, diags := block.Body.JustAttributes()
	for name, attr := range attrs {
		if old, exists := d.config.locals[name]; exists {
			first, second := old.rng, attr.NameRange
			if first.Filename == second.Filename && second.Start.Byte < first.Start.Byte {
				first, second = second, first
			}
			diags = append(diags, problemAt(second, "Duplicate local value",
				"A local value named %q is declared at %s already. Names of local values are unique in a configuration.", name, place(first))...)
			continue
		}
		d.config.locals[name] = &local{name: name, expr: attr.Expr, rng: attr.NameRange}
	}
	return diags
}

func (d *decoder) image(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("image", name, block.LabelRanges[0])
	if old, exists := d.config.Images[name]; exists {
		return append(diags, problemAt(block.DefRange, "Duplicate image",
			"An image named %q is declared at %s already. Names of images are unique in a configuration: rename one of them.", name, place(old.Range))...)
	}
	content, more := block.Body.Content(imageSchema)
	diags = append(diags, more...)
	img := &Image{Name: name, Range: block.DefRange, Arguments: make(map[string]hcl.Expression, 5)}
	d.config.Images[name] = img
	for argument, attr := range content.Attributes {
		switch argument {
		case "count":
			img.Count = attr.Expr
		case "for_each":
			img.ForEach = attr.Expr
		case "depends_on":
			img.DependsOn, more = dependsOn(attr.Expr)
			diags = append(diags, more...)
		default:
			img.Arguments[argument] = attr.Expr
		}
	}
	if img.Count != nil && img.ForEach != nil {
		diags = append(diags, problemAt(content.Attributes["for_each"].NameRange, `Invalid combination of "count" and "for_each"`,
			`The arguments "count" and "for_each" are mutually exclusive: each of them alone decides the block's instances. Remove one of them.`)...)
	}
	if _, exists := img.Arguments["prompt"]; !exists && !diags.HasErrors() {
		diags = append(diags, problemAt(block.DefRange, "Missing prompt",
			"The image %q has no prompt. Add an argument such as prompt = \"a lighthouse at dusk, watercolour\".", name)...)
	}
	for i, b := range content.Blocks {
		if i > 0 {
			diags = append(diags, problemAt(b.DefRange, "Duplicate lifecycle block", "An image has at most one lifecycle block. Put all arguments into one of them.")...)
			break
		}
		img.Lifecycle, more = lifecycle(b)
		diags = append(diags, more...)
	}
	return diags
}

func (d *decoder) output(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("output", name, block.LabelRanges[0])
	if old, exists := d.config.Outputs[name]; exists {
		return append(diags, problemAt(block.DefRange, "Duplicate output",
			"An output named %q is declared at %s already. Names of outputs are unique in a configuration: rename one of them.", name, place(old.Range))...)
	}
	content, more := block.Body.Content(outputSchema)
	diags = append(diags, more...)
	out := &Output{Name: name, Range: block.DefRange}
	if attr, ok := content.Attributes["value"]; ok {
		out.expr = attr.Expr
		d.config.Outputs[name] = out
	}
	diags = append(diags, literal(content, "description", &out.Description)...)
	return append(diags, literal(content, "sensitive", &out.Sensitive)...)
}

func dependsOn(expr hcl.Expression) ([]hcl.Traversal, hcl.Diagnostics) {
	exprs, diags := hcl.ExprList(expr)
	var targets []hcl.Traversal
	for _, e := range exprs {
		target, more := hcl.AbsTraversalForExpr(e)
		diags = append(diags, more...)
		if !more.HasErrors() {
			targets = append(targets, target)
		}
	}
	return targets, diags
}

func lifecycle(block *hcl.Block) (Lifecycle, hcl.Diagnostics) {
	content, diags := block.Body.Content(lifecycleSchema)
	l := Lifecycle{Range: block.DefRange}
	diags = append(diags, literal(content, "prevent_destroy", &l.PreventDestroy)...)
	attr, ok := content.Attributes["ignore_changes"]
	if !ok {
		return l, diags
	}
	if hcl.ExprAsKeyword(attr.Expr) == "all" {
		l.IgnoreChanges = ignorable
		return l, diags
	}
	exprs, more := hcl.ExprList(attr.Expr)
	diags = append(diags, more...)
	for _, e := range exprs {
		word := hcl.ExprAsKeyword(e)
		if !slices.Contains(ignorable, word) {
			diags = append(diags, problemAt(e.Range(), "Invalid ignore_changes",
				"Each element is the bare name of an argument that decides the picture: %s; or the whole is the word all.%s",
				enumerate(ignorable), didYouMean(word, ignorable))...)
			continue
		}
		l.IgnoreChanges = append(l.IgnoreChanges, word)
	}
	return l, diags
}

// checkVersion compares gesso's own version with what the configuration needs.
func checkVersion(have string, attr *hcl.Attribute) hcl.Diagnostics {
	var want string
	if diags := literalAttribute(attr, &want); diags.HasErrors() {
		return diags
	}
	constraints, err := version.NewConstraint(want)
	if err != nil {
		return problemAt(attr.Expr.Range(), "Invalid version constraint",
			`%q is not a version constraint. Write one such as ">= 0.1.0" or "~> 1.2".`, want)
	}
	v, err := version.NewVersion(have)
	if err != nil {
		return nil // a build without a version meets every constraint
	}
	if !constraints.Check(v.Core()) {
		return problemAt(attr.Expr.Range(), "Unsupported gesso version",
			"This configuration needs gesso %s, and this is gesso %s. Use another gesso, or change required_version.", want, have)
	}
	return nil
}

func checkName(what, name string, rng hcl.Range) hcl.Diagnostics {
	if hclsyntax.ValidIdentifier(name) {
		return nil
	}
	return problemAt(rng, "Invalid name",
		"%q cannot name this %s: a name starts with a letter or underscore and goes on with letters, digits, underscores and dashes.", name, what)
}

// place names a range as messages do.
func place(rng hcl.Range) string { return fmt.Sprintf("%s:%d", rng.Filename, rng.Start.Line) }
