package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// Decoder turns the bodies of one module into blocks. What needs all files at once
// (references, settings that are expressions) waits for link and settings.
type Decoder struct {
	Tree      *Tree
	Module    *Module // that is decoded
	Gesso     *section
	Providers []providerSection
	Imports   []ImportSection
	Damaged   bool // some block cannot be parsed
}

// section is a block that a configuration has at most once.
type section struct {
	rng     hcl.Range
	Content *Content
}

// File decodes one body's top-level blocks.
func (d *Decoder) File(body hcl.Body) hcl.Diagnostics {
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
	content, diags := Decode(block, schema)
	if *kept != nil {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate "+block.Type+" block",
			"A configuration has one %s block, and there is one at %s already. Put all arguments into one of them.", block.Type, diag.Position((*kept).rng))...)
	}
	*kept = &section{block.DefRange, content}
	return diags
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
func literal[T string | bool](content *Content, name string, target *T) hcl.Diagnostics {
	content.Schema.Argument(name).SetDefault(target)
	attr, ok := content.Attributes[name]
	if !ok {
		return nil
	}
	return literalAttribute(attr, target)
}

// ConstantText returns the text of an argument that is needed before anything has a
// value.
func ConstantText(attr *hcl.Attribute) (text string, diags hcl.Diagnostics) {
	diags = literalAttribute(attr, &text)
	return text, diags
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
