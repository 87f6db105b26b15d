package spec

import (
	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// decoder turns the bodies of one module into blocks. What needs all files at once
// (references, settings that are expressions) waits for link and settings.
type decoder struct {
	tree      *Tree
	module    *Module // that is decoded
	gesso     *section
	providers []providerSection
	imports   []importSection
	damaged   bool // some block cannot be parsed
}

// section is a block that a configuration has at most once.
type section struct {
	rng     hcl.Range
	content *decoded
}

// file decodes one body's top-level blocks.
func (d *decoder) file(body hcl.Body) hcl.Diagnostics {
	content, diags := body.Content(lang.File.Body())
	diags = topLevel(body, diags)
	for _, block := range content.Blocks {
		switch block.Type {
		case "gesso":
			diags = append(diags, d.gessoBlock(block)...)
		case "provider":
			diags = append(diags, d.providerBlock(block)...)
		case "variable":
			diags = append(diags, d.variable(block)...)
		case "module":
			diags = append(diags, d.moduleBlock(block)...)
		case "locals":
			diags = append(diags, d.localsBlock(block)...)
		case "image":
			diags = append(diags, d.image(block)...)
		case "output":
			diags = append(diags, d.output(block)...)
		case "moved":
			diags = append(diags, d.moved(block)...)
		case "removed":
			diags = append(diags, d.removed(block)...)
		case "import":
			diags = append(diags, d.importBlock(block)...)
		case "check":
			diags = append(diags, d.check(block)...)
		}
	}
	return diags
}

// only keeps a block that may stand once in a configuration.
func only(kept **section, block *hcl.Block, schema *lang.Schema) hcl.Diagnostics {
	content, diags := contents(block, schema)
	if *kept != nil {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate "+block.Type+" block",
			"A configuration has one %s block, and there is one at %s already. Put all arguments into one of them.", block.Type, diag.Place((*kept).rng))...)
	}
	*kept = &section{block.DefRange, content}
	return diags
}

// gessoBlock decodes a gesso block. A module has no settings of its own, but it
// can need a version.
func (d *decoder) gessoBlock(block *hcl.Block) hcl.Diagnostics {
	diags := only(&d.gesso, block, lang.Gesso)
	if d.module.call == nil || diags.HasErrors() {
		return diags
	}
	for _, name := range names(d.gesso.content.Attributes)() {
		if attr := d.gesso.content.Attributes[name]; name != "required_version" {
			diags = append(diags, settingInModule(attr.NameRange)...)
		}
	}
	for _, inner := range d.gesso.content.Blocks {
		diags = append(diags, settingInModule(inner.DefRange)...)
	}
	return diags
}

func settingInModule(rng hcl.Range) hcl.Diagnostics {
	return diag.ProblemAt(rng, "Setting in a module",
		"This holds for the whole of a run, so it stands in the root's gesso block. A module can only say required_version.")
}

func (d *decoder) localsBlock(block *hcl.Block) hcl.Diagnostics {
	attrs, diags := block.Body.JustAttributes()
	for name, attr := range attrs {
		if old, exists := d.module.locals[name]; exists {
			diags = append(diags, diag.ProblemAt(attr.NameRange, "Duplicate local value",
				"A local value named %q is declared at %s already. Names of local values are unique in a configuration: rename one of them.", name, diag.Place(old.nameRange))...)
			continue
		}
		d.module.locals[name] = &local{vertex: vertex{module: d.module}, name: name, expr: source.Native(attr.Expr), nameRange: attr.NameRange}
	}
	return diag.InFileOrder(diags)
}

func (d *decoder) output(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("output", name, block.LabelRanges[0])
	if old, exists := d.module.Outputs[name]; exists {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate output",
			"An output named %q is declared at %s already. Names of outputs are unique in a configuration: rename one of them.", name, diag.Place(old.Range))...)
	}
	content, more := contents(block, lang.Output)
	diags = append(diags, more...)
	noPostconditions(block, more)
	out := &Output{vertex: vertex{module: d.module}, Name: name, Range: block.DefRange}
	diags = append(diags, out.decodePreconditions(content)...)
	if attr, ok := content.Attributes["value"]; ok {
		out.expr = source.Native(attr.Expr)
		d.module.Outputs[name] = out
	}
	diags = append(diags, literal(content, "description", &out.Description)...)
	diags = append(diags, literal(content, "sensitive", &out.Sensitive)...)
	diags = append(diags, literal(content, "ephemeral", &out.Ephemeral)...)
	if out.Ephemeral && d.module.call == nil {
		diags = append(diags, diag.ProblemAt(content.Attributes["ephemeral"].Expr.Range(), "Ephemeral output not allowed",
			"The root's outputs are printed and read by other programs, so they cannot be ephemeral. Remove ephemeral = true, or give null in its place with ephemeralasnull(...).")...)
	}
	return diags
}

// checkVersion compares gesso's own version with what the configuration needs.
func (d *decoder) checkVersion(gesso string) hcl.Diagnostics {
	if d.gesso == nil || d.gesso.content.Attributes["required_version"] == nil {
		return nil
	}
	attr := d.gesso.content.Attributes["required_version"]
	var want string
	if diags := literalAttribute(attr, &want); diags.HasErrors() {
		return diags
	}
	constraints, err := version.NewConstraint(want)
	if err != nil {
		return diag.ProblemAt(attr.Expr.Range(), "Invalid version constraint",
			`%q is not a version constraint. Write one such as ">= 0.1.0" or "~> 1.2".`, want)
	}
	have, err := version.NewVersion(gesso)
	if err != nil {
		return nil // a build without a version meets every constraint
	}
	if !constraints.Check(have.Core()) {
		return diag.ProblemAt(attr.Expr.Range(), "Unsupported gesso version",
			"This configuration needs gesso %s, and this is gesso %s. Use another gesso, or change required_version.", want, gesso)
	}
	return nil
}

func checkName(what, name string, rng hcl.Range) hcl.Diagnostics {
	if simpleName(name) || hclsyntax.ValidIdentifier(name) {
		return nil
	}
	return diag.ProblemAt(rng, "Invalid name",
		"%q cannot name this %s: a name starts with a letter or underscore and goes on with letters, digits, underscores and dashes.", name, what)
}

// simpleName tells quickly of most names that they are fine.
func simpleName(name string) bool {
	if name == "" || name[0] < 'a' || name[0] > 'z' {
		return false
	}
	for _, c := range []byte(name) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}

// literal reads an argument that is a constant into target: a string or a bool.
// For an absent argument, or null, that is the default.
func literal[T string | bool](content *decoded, name string, target *T) hcl.Diagnostics {
	content.schema.Argument(name).SetDefault(target)
	attr, ok := content.Attributes[name]
	if !ok {
		return nil
	}
	return literalAttribute(attr, target)
}

func literalAttribute[T string | bool](attr *hcl.Attribute, target *T) hcl.Diagnostics {
	if vars := attr.Expr.Variables(); len(vars) > 0 {
		return diag.ProblemAt(attr.Expr.Range(), "Unsuitable value",
			"The argument %q must be a constant: it is needed before anything else has a value.", attr.Name)
	}
	value, diags := attr.Expr.Value(nil)
	if diags.HasErrors() || value.IsNull() {
		return diags
	}
	if err := decodeValue(value, target); err != nil {
		return diag.ProblemAt(attr.Expr.Range(), "Incorrect argument type", "The argument %q has the wrong type: %s.", attr.Name, diag.ErrorText(err))
	}
	return nil
}

// decodeValue converts a value to what target points at.
func decodeValue(value cty.Value, target any) error {
	ty, err := gocty.ImpliedType(target)
	if err != nil {
		return err
	}
	value, err = convert.Convert(value, ty)
	if err != nil {
		return err
	}
	return gocty.FromCtyValue(value, target)
}
