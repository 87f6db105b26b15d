package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// Output is an output block.
type Output struct {
	Name        string
	Description string
	Sensitive   bool
	Ephemeral   bool // of modules only: the root's outputs are shown
	Range       hcl.Range

	Vertex
	Expr          hcl.Expression
	Preconditions []*Condition
}

// decodePreconditions reads the preconditions of an output.
func (o *Output) decodePreconditions(content *Content) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, b := range content.Blocks {
		c, more := decodeCondition(b, lang.Precondition, content.Dynamics[b])
		diags = append(diags, more...)
		if c != nil {
			o.Preconditions = append(o.Preconditions, c)
		}
	}
	return diags
}

// noPostconditions says of a postcondition in an output what to do instead.
func noPostconditions(block *hcl.Block, diags hcl.Diagnostics) {
	body, ok := block.Body.(*hclsyntax.Body)
	if !ok {
		return
	}
	for _, b := range body.Blocks {
		if b.Type == "postcondition" {
			diag.Reword(diags, b.TypeRange, "An output has preconditions only: there is no self in it that could be judged afterwards. Write precondition { ... }, or a check block, which warns.")
		}
	}
}

// Expressions are all that an output evaluates.
func (o *Output) Expressions() []hcl.Expression {
	return append(expressionsOf(o.Preconditions), o.Expr)
}

func (d *Decoder) output(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("output", name, block.LabelRanges[0])
	if old, exists := d.Module.Outputs[name]; exists {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate output",
			"An output named %q is declared at %s already. Names of outputs are unique in a configuration: rename one of them.", name, diag.Position(old.Range))...)
	}
	content, more := Decode(block, lang.Output)
	diags = append(diags, more...)
	noPostconditions(block, more)
	out := &Output{Vertex: Vertex{Owner: d.Module}, Name: name, Range: block.DefRange}
	diags = append(diags, out.decodePreconditions(content)...)
	if attr, ok := content.Attributes["value"]; ok {
		out.Expr = source.Native(attr.Expr)
		d.Module.Outputs[name] = out
	}
	diags = append(diags, literal(content, "description", &out.Description)...)
	diags = append(diags, literal(content, "sensitive", &out.Sensitive)...)
	diags = append(diags, literal(content, "ephemeral", &out.Ephemeral)...)
	if out.Ephemeral && d.Module.Call == nil {
		diags = append(diags, diag.ProblemAt(content.Attributes["ephemeral"].Expr.Range(), "Ephemeral output not allowed",
			"The root's outputs are printed and read by other programs, so they cannot be ephemeral. Remove ephemeral = true, or give null in its place with ephemeralasnull(...).")...)
	}
	return diags
}
