package spec

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// isLiteral reports whether an expression is a string without interpolation, a
// number or a keyword: nothing about it needs to be looked at.
func isLiteral(expr hcl.Expression) bool {
	switch expr.(type) {
	case *literalText, *hclsyntax.LiteralValueExpr:
		return true
	}
	return false
}

// isConstant reports whether an expression refers to nothing and calls nothing.
func isConstant(expr hcl.Expression) bool {
	constant := len(expr.Variables()) == 0
	if node, ok := expr.(hclsyntax.Node); ok {
		_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
			_, call := n.(*hclsyntax.FunctionCallExpr)
			constant = constant && !call
			return nil
		})
	}
	return constant
}

// survey finds mistakes that show without a value but that HCL finds only when
// it evaluates: in an image without instances, never.
func (c *Config) survey(expr hcl.Expression) hcl.Diagnostics {
	node, ok := expr.(hclsyntax.Node)
	if !ok {
		return nil
	}
	return hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.FunctionCallExpr:
			return c.checkFunction(n)
		case *hclsyntax.RelativeTraversalExpr:
			return c.checkAttribute(n)
		}
		return nil
	})
}

func (c *Config) checkFunction(call *hclsyntax.FunctionCallExpr) hcl.Diagnostics {
	if _, exists := c.functions[call.Name]; exists {
		return nil
	}
	hint := c.hint(call.Name, func() []string {
		return slices.DeleteFunc(names(c.functions)(), func(name string) bool { return strings.Contains(name, "::") })
	}, " Gesso has Terraform's functions, but none of providers or of your own.")
	return problemAt(call.NameRange, "Call to unknown function", "There is no function named %q.%s", call.Name, hint)
}

// checkAttribute looks at image.NAME[...].ATTRIBUTE.
func (c *Config) checkAttribute(expr *hclsyntax.RelativeTraversalExpr) hcl.Diagnostics {
	index, ok := expr.Source.(*hclsyntax.IndexExpr)
	if !ok {
		return nil
	}
	block, ok := index.Collection.(*hclsyntax.ScopeTraversalExpr)
	if !ok || !isImage(block.Traversal) || len(block.Traversal) > 2 {
		return nil
	}
	return checkExport(expr.Traversal[0])
}

func checkExport(step hcl.Traverser) hcl.Diagnostics {
	attr, ok := step.(hcl.TraverseAttr)
	if !ok || slices.Contains(exports, attr.Name) {
		return nil
	}
	return problemAt(attr.SourceRange(), "Unsupported attribute",
		"An image has no attribute named %q. It has %s.%s", attr.Name, enumerate(exports), didYouMean(attr.Name, exports))
}

// checkUse looks at what follows image.NAME where that can be judged without a
// value.
func (img *Image) checkUse(t hcl.Traversal) hcl.Diagnostics {
	if len(t) < 3 {
		return nil
	}
	var name string
	switch step := t[2].(type) {
	case hcl.TraverseIndex:
		if diags := img.checkIndex(step, t); diags.HasErrors() || len(t) == 3 {
			return diags
		}
		return checkExport(t[3])
	case hcl.TraverseAttr:
		name = step.Name
	default:
		return nil
	}
	switch {
	case img.ForEach != nil:
		return problemAt(t.SourceRange(), "Missing instance key",
			"Because image.%s has for_each, its attributes are those of one instance: write image.%s[each.key].%s, or { for k, i in image.%s : k => i.%s } for all of them.", img.Name, img.Name, name, img.Name, name)
	case img.Count != nil:
		return problemAt(t.SourceRange(), "Missing instance key",
			"Because image.%s has count, its attributes are those of one instance: write image.%s[count.index].%s, or image.%s[*].%s for all of them.", img.Name, img.Name, name, img.Name, name)
	}
	return checkExport(t[2])
}

// checkIndex looks at a constant key.
func (img *Image) checkIndex(step hcl.TraverseIndex, t hcl.Traversal) hcl.Diagnostics {
	number := step.Key.Type() == cty.Number
	switch {
	case img.ForEach == nil && img.Count == nil && (number || len(t) > 3):
		return problemAt(step.SrcRange, "Unexpected instance key",
			"The block image.%s has neither count nor for_each, so it is one image. Leave the key out.", img.Name)
	case img.Count != nil && !number:
		return problemAt(step.SrcRange, "Invalid instance key",
			"Because image.%s has count, its instances have numbers from 0: write image.%s[0].", img.Name, img.Name)
	case img.ForEach != nil && number:
		return problemAt(step.SrcRange, "Invalid instance key",
			"Because image.%s has for_each, its instances have the keys of that: write image.%s[\"...\"] with one of them.", img.Name, img.Name)
	}
	return nil
}

// checkEach looks at each.key and each.value.
func (s scope) checkEach(t hcl.Traversal) hcl.Diagnostics {
	switch {
	case s.expansion != "":
		return s.tooEarly(t)
	case !s.each:
		return problemAt(t.SourceRange(), `Reference to "each" without for_each`,
			`The "each" object exists only in an image block that has the argument for_each. Add it, or use another value.`)
	}
	return checkAttributeOf(t, "key", "value")
}

func (s scope) checkCount(t hcl.Traversal) hcl.Diagnostics {
	switch {
	case s.expansion != "":
		return s.tooEarly(t)
	case !s.count:
		return problemAt(t.SourceRange(), `Reference to "count" without count`,
			`The "count" object exists only in an image block that has the argument count. Add it, or use another value.`)
	}
	return checkAttributeOf(t, "index")
}

func (s scope) tooEarly(t hcl.Traversal) hcl.Diagnostics {
	return problemAt(t.SourceRange(), "Invalid reference",
		"The object %q cannot be used in %s itself, which decides what instances there are.", t.RootName(), s.expansion)
}

func checkAttributeOf(t hcl.Traversal, known ...string) hcl.Diagnostics {
	if len(t) == 1 {
		return nil
	}
	attr, ok := t[1].(hcl.TraverseAttr)
	if !ok || slices.Contains(known, attr.Name) {
		return nil
	}
	return problemAt(attr.SourceRange(), "Unsupported attribute",
		"The object %q has no attribute named %q, only %s.%s", t.RootName(), attr.Name, enumerate(known), didYouMean(attr.Name, known))
}
