package backend

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/lang"
)

// Config is where a project is kept, as a configuration says it.
type Config struct {
	Kind   string            // S3 or Local
	Values map[string]string // of the arguments that are written, checked one by one
	Range  hcl.Range         // of the block's header
}

// Decode reads a backend block. The Config is nil after a mistake.
func Decode(block *hcl.Block) (*Config, hcl.Diagnostics) {
	kind := kindOf(block.Labels[0])
	if kind == "" {
		return nil, diag.ProblemAt(block.LabelRanges[0], "Unsupported backend type", "%s", unknownKind(block.Labels[0]))
	}
	attributes, diags := block.Body.JustAttributes()
	if body, native := block.Body.(*hclsyntax.Body); native && len(body.Blocks) > 0 {
		diags = blocksInside(kind, body)
	}
	c := &Config{Kind: kind, Values: map[string]string{}, Range: block.DefRange}
	for _, name := range config.Names(attributes)() {
		value, more := c.read(attributes[name])
		diags = append(diags, more...)
		if value != "" && !more.HasErrors() {
			c.Values[name] = value
		}
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return c, diags
}

// blocksInside says what is wrong with blocks where there are arguments alone.
func blocksInside(kind string, body *hclsyntax.Body) (diags hcl.Diagnostics) {
	for _, b := range body.Blocks {
		diags = append(diags, diag.ProblemAt(b.TypeRange, "Unsupported block type", "%s", unknownArgument(kind, b.Type))...)
	}
	return diags
}

// read is the text of an argument; "" is one that is null.
func (c *Config) read(attr *hcl.Attribute) (string, hcl.Diagnostics) {
	if IsSecret(attr.Name) {
		return "", diag.WithoutLine(diag.ProblemAt(attr.NameRange, "Credentials in the configuration", "%s", refusedSecret(attr.Name)), attr.NameRange)
	}
	if !c.has(attr.Name) {
		return "", diag.ProblemAt(attr.NameRange, "Unsupported argument", "%s", unknownArgument(c.Kind, attr.Name))
	}
	value, diags := literal(attr)
	if diags.HasErrors() || value.IsNull() {
		return "", diags
	}
	if value.Type() != cty.String && value.Type() != lang.Backend.Argument(attr.Name).Type {
		return "", diag.ProblemAt(attr.Expr.Range(), "Incorrect argument type",
			"The argument %q has the wrong type: %s is required.", attr.Name, diag.WithArticle(lang.Backend.Argument(attr.Name).TypeName()))
	}
	text, err := convert.Convert(value, cty.String)
	if err != nil || !text.IsKnown() {
		return "", diag.ProblemAt(attr.Expr.Range(), "Incorrect argument type", "The argument %q has the wrong type.", attr.Name)
	}
	if wrong := check(attr.Name, text.AsString()); wrong != "" {
		wrong := diag.ProblemAt(attr.Expr.Range(), "Invalid backend", "%s", wrong)
		if attr.Name == "endpoint" {
			return "", diag.WithoutLine(wrong, attr.NameRange) // it may have a password
		}
		return "", wrong
	}
	return text.AsString(), nil
}

func (c *Config) has(name string) bool {
	for _, known := range kinds[c.Kind] {
		if known == name {
			return true
		}
	}
	return false
}

// literal is the value of an argument that refers to nothing.
func literal(attr *hcl.Attribute) (cty.Value, hcl.Diagnostics) {
	instead := `The argument "` + attr.Name + `" of a backend is literal, since it is needed before anything has a value. What differs between machines is given once, by gesso init -backend-config="` + attr.Name + `=...".`
	if used := attr.Expr.Variables(); len(used) > 0 {
		return cty.NilVal, diag.ProblemAt(used[0].SourceRange(), "Variables not allowed", "Variables may not be used here. %s", instead)
	}
	if call := called(attr.Expr); call != nil {
		return cty.NilVal, diag.ProblemAt(call.Range(), "Function calls not allowed", "Functions may not be called here. %s", instead)
	}
	value, diags := config.Constant(attr.Expr)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return value, nil
}

// called is a function call in an expression; nil is none.
func called(expr hcl.Expression) (call *hclsyntax.FunctionCallExpr) {
	node, native := expr.(hclsyntax.Node)
	if !native {
		return nil // in JSON it is an unknown function
	}
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if found, is := n.(*hclsyntax.FunctionCallExpr); is && call == nil {
			call = found
		}
		return nil
	})
	return call
}
