package source

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/bound"
	"gesso/spec/diag"
)

// ParseJSON gives the body of a file in HCL's JSON syntax.
func ParseJSON(src []byte, name string) (hcl.Body, hcl.Diagnostics) {
	if diags := refuse(bound.ScanJSON(src), src, name); diags.HasErrors() {
		return nil, diags
	}
	file, diags := json.Parse(src, name)
	for _, d := range diags {
		d.Detail = diag.Sentence(d.Detail) // HCL's own are, but for a few of its JSON parser
	}
	if file == nil || diags.HasErrors() {
		return nil, diags
	}
	return file.Body, diags
}

// Native turns an expression of the JSON syntax into one of the native syntax
// that means the same, so that everything that looks at expressions sees one
// kind: a string is a template, an object and an array are constructors. An
// expression that is native already is returned as it is.
//
// Where a string means a bare reference, as in depends_on, the expression must
// stay what it is: HCL reads the reference out of it.
func Native(expr hcl.Expression) hcl.Expression {
	if _, ok := expr.(hclsyntax.Expression); ok || !json.IsJSONExpression(expr) {
		return expr
	}
	return fromJSON(expr)
}

func fromJSON(expr hcl.Expression) hclsyntax.Expression {
	rng := expr.Range()
	if elements, diags := hcl.ExprList(expr); !diags.HasErrors() {
		tuple := &hclsyntax.TupleConsExpr{SrcRange: rng, OpenRange: expr.StartRange()}
		for _, element := range elements {
			tuple.Exprs = append(tuple.Exprs, fromJSON(element))
		}
		return tuple
	}
	if pairs, diags := hcl.ExprMap(expr); !diags.HasErrors() {
		object := &hclsyntax.ObjectConsExpr{SrcRange: rng, OpenRange: expr.StartRange()}
		for _, pair := range pairs {
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{
				KeyExpr:   &hclsyntax.ObjectConsKeyExpr{Wrapped: fromJSON(pair.Key), ForceNonLiteral: true},
				ValueExpr: fromJSON(pair.Value),
			})
		}
		return object
	}
	value, _ := expr.Value(nil) // without a context a string is its text
	if value.Type() != cty.String || value.IsNull() {
		return &hclsyntax.LiteralValueExpr{Val: value, SrcRange: rng}
	}
	text := []byte(value.AsString())
	if !bytes.ContainsRune(text, '{') {
		literal := &hclsyntax.LiteralValueExpr{Val: value, SrcRange: rng}
		return &hclsyntax.TemplateExpr{Parts: []hclsyntax.Expression{literal}, SrcRange: rng}
	}
	start := rng.Start
	start.Byte++ // the quote
	start.Column++
	if diags := refuse(bound.Scan(text, true, 0), text, rng.Filename); diags.HasErrors() {
		return newInvalid(diag.AtRange(diags, rng), rng) // by another text than the file's
	}
	template, diags := hclsyntax.ParseTemplate(text, rng.Filename, start)
	if diags.HasErrors() {
		return newInvalid(diags, rng)
	}
	return template
}

// Invalid is a string of the JSON syntax that is no template.
type Invalid struct {
	*hclsyntax.ParenthesesExpr
	Diags hcl.Diagnostics
}

func newInvalid(diags hcl.Diagnostics, rng hcl.Range) *Invalid {
	return &Invalid{&hclsyntax.ParenthesesExpr{Expression: &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: rng}, SrcRange: rng}, diags}
}

// Value has the mistakes, wherever nobody has looked for them before.
func (i *Invalid) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	return cty.DynamicVal, i.Diags
}
