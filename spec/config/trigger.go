package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/source"
)

// Trigger is the same as it is written.
type Trigger struct {
	Expr      hclsyntax.Expression
	Block     string         // whose image it is
	Key       hcl.Expression // nil for the one instance, or for all
	Attribute string         // "" stands for the picture
	Range     hcl.Range
}

// triggers decodes lifecycle.replace_triggered_by.
func triggers(attr *hcl.Attribute) ([]Trigger, hcl.Diagnostics) {
	exprs, diags := hcl.ExprList(attr.Expr)
	if diags.HasErrors() {
		return nil, diag.ProblemAt(attr.Expr.Range(), "Invalid replace_triggered_by expression",
			"The argument replace_triggered_by is a list of references to images or to their attributes, such as [image.base, image.hero[each.key].sha256].")
	}
	var list []Trigger
	for _, expr := range exprs {
		t, why := triggerOf(expr)
		if why != "" {
			diags = append(diags, diag.ProblemAt(expr.Range(), "Invalid replace_triggered_by expression", "%s", why)...)
			continue
		}
		list = append(list, t)
	}
	return list, diags
}

const triggerForms = "Each element is a reference to an image or to one of its attributes: image.base, image.hero[\"aria\"], image.hero[each.key].sha256."

// triggerOf reads one reference, or says why it is none.
func triggerOf(expr hcl.Expression) (Trigger, string) {
	if json.IsJSONExpression(expr) {
		value, _ := expr.Value(nil) // without a context a string is its text
		if value.Type() != cty.String || value.IsNull() {
			return Trigger{}, triggerForms
		}
		parsed, diags := source.ParseExpression(value.AsString(), expr.Range().Filename)
		if diags.HasErrors() {
			return Trigger{}, triggerForms
		}
		t, why := triggerOf(parsed)
		t.Range = expr.Range()
		return t, why
	}
	t := Trigger{Range: expr.Range()}
	switch e := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return t.scope(e)
	case *hclsyntax.IndexExpr:
		return t.index(e, nil)
	case *hclsyntax.RelativeTraversalExpr:
		if index, ok := e.Source.(*hclsyntax.IndexExpr); ok {
			t.Expr = e
			return t.index(index, e.Traversal)
		}
	case *hclsyntax.TemplateExpr, *hclsyntax.LiteralValueExpr:
		return t, "A constant never changes. " + triggerForms
	}
	return t, triggerForms
}

func (t Trigger) scope(e *hclsyntax.ScopeTraversalExpr) (Trigger, string) {
	if why := notAnImage(e.Traversal); why != "" {
		return t, why
	}
	t.Expr, t.Block = e, BlockName(e.Traversal)
	rest := e.Traversal[2:]
	if len(rest) > 0 && IsIndex(rest[0]) {
		step := rest[0].(hcl.TraverseIndex)
		t.Key, rest = hcl.StaticExpr(step.Key, step.SrcRange), rest[1:]
	}
	return t.rest(rest)
}

func (t Trigger) index(e *hclsyntax.IndexExpr, rest hcl.Traversal) (Trigger, string) {
	block, ok := e.Collection.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(block.Traversal) > 2 {
		return t, triggerForms
	}
	if why := notAnImage(block.Traversal); why != "" {
		return t, why
	}
	key, ok := e.Key.(*hclsyntax.ScopeTraversalExpr)
	if !ok || !slices.Contains([]string{"each", "count", "matrix"}, key.Traversal.RootName()) {
		return t, "The key in a reference of replace_triggered_by is a constant, each.key, count.index, or a value of matrix, so that it is known which image is meant."
	}
	if t.Expr == nil {
		t.Expr = e
	}
	t.Block, t.Key = BlockName(block.Traversal), e.Key
	return t.rest(rest)
}

func (t Trigger) rest(rest hcl.Traversal) (Trigger, string) {
	if len(rest) == 0 {
		return t, ""
	}
	t.Attribute = nameOf(rest[0])
	if t.Attribute == "" || len(rest) > 1 && t.Attribute != "tags" {
		return t, triggerForms
	}
	return t, ""
}

func notAnImage(t hcl.Traversal) string {
	switch root := t.RootName(); {
	case root == "var" || root == "local":
		return "Only images can be referred to here, and this is a value of the configuration. To make a picture anew when it changes, use it in the prompt or another argument. " + triggerForms
	case root == "module":
		return "Only images of the same module can be referred to here. " + triggerForms
	case !IsImage(t):
		return triggerForms
	}
	return ""
}
