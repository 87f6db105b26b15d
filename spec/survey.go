package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/diag"
	"gesso/spec/near"
	"gesso/spec/source"
)

// survey finds mistakes that show without a value but that HCL finds only when
// it evaluates: in an image without instances, never.
func (c *linker) survey(s scope, expr hcl.Expression) hcl.Diagnostics {
	node, ok := expr.(hclsyntax.Node)
	if !ok {
		return nil
	}
	return hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.FunctionCallExpr:
			if s.console && n.Name == "type" {
				return nil
			}
			return c.checkFunction(n)
		case *hclsyntax.RelativeTraversalExpr:
			return s.checkAttribute(n)
		case *source.Invalid:
			return n.Diags
		}
		return nil
	})
}

func (c *linker) checkFunction(call *hclsyntax.FunctionCallExpr) hcl.Diagnostics {
	if _, exists := c.functions[call.Name]; exists {
		return nil
	}
	hint := c.hint(call.Name, func() []string {
		return slices.DeleteFunc(names(c.functions)(), func(name string) bool { return strings.Contains(name, "::") })
	}, " Gesso has Terraform's functions, but none of providers or of your own.")
	return diag.ProblemAt(call.NameRange, "Call to unknown function", "There is no function named %q.%s", call.Name, hint)
}

// checkAttribute looks at image.NAME[...].ATTRIBUTE and module.NAME[...].OUTPUT.
func (s scope) checkAttribute(expr *hclsyntax.RelativeTraversalExpr) hcl.Diagnostics {
	index, ok := expr.Source.(*hclsyntax.IndexExpr)
	if !ok {
		return nil
	}
	block, ok := index.Collection.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(block.Traversal) != 2 {
		return nil
	}
	if isImage(block.Traversal) {
		return checkExport(expr.Traversal[0])
	}
	if call := s.module.Calls[blockName(block.Traversal)]; call != nil && block.Traversal.RootName() == "module" {
		return call.checkOutput(expr.Traversal[0])
	}
	return nil
}

func checkExport(step hcl.Traverser) hcl.Diagnostics {
	attr, ok := step.(hcl.TraverseAttr)
	if !ok || slices.Contains(exports, attr.Name) {
		return nil
	}
	return diag.ProblemAt(attr.SourceRange(), "Unsupported attribute",
		"An image has no attribute named %q. It has %s.%s", attr.Name, diag.Enumerate(exports), diag.DidYouMean(attr.Name, exports))
}

// checkUse looks at what follows image.NAME where that can be judged without a
// value.
func (img *Image) checkUse(t hcl.Traversal) hcl.Diagnostics {
	if len(t) < 3 || img.unread {
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
	if diags := img.missingKey(img.Name, name, t, exports); diags.HasErrors() {
		return diags
	}
	return checkExport(t[2])
}

// missingKey is the mistake of an attribute of a block that has instances, which
// have the known attributes. Another name is most likely a key.
func (r repetition) missingKey(block, name string, t hcl.Traversal, known []string) hcl.Diagnostics {
	block = t.RootName() + "." + block
	argument, _ := r.argument()
	isKey := false
	if !slices.Contains(known, name) {
		meant := near.Word(name, known)
		isKey = len(t) > 3 || meant == ""
		if !isKey {
			name = meant
		}
	}
	switch {
	case r.keyed() && isKey:
		return diag.ProblemAt(t.SourceRange(), "Missing instance key",
			"Because %s has %s, an instance of it is named by its key in brackets: write %s[%s]%s.", block, argument, block, address.Quote(name), rest(t))
	case r.keyed():
		key := "each.key"
		if r.Matrix != nil {
			key = `"..."`
		}
		return diag.ProblemAt(t.SourceRange(), "Missing instance key",
			"Because %s has %s, its attributes are those of one instance: write %s[%s].%s, or { for k, i in %s : k => i.%s } for all of them.", block, argument, block, key, name, block, name)
	case r.Count != nil:
		return diag.ProblemAt(t.SourceRange(), "Missing instance key",
			"Because %s has count, its attributes are those of one instance: write %s[count.index].%s, or %s[*].%s for all of them.", block, block, name, block, name)
	}
	return nil
}

// rest is what stands behind the key in a traversal.
func rest(t hcl.Traversal) string {
	if len(t) > 3 {
		if attr, ok := t[3].(hcl.TraverseAttr); ok {
			return "." + attr.Name
		}
	}
	return ""
}

// checkIndex looks at a constant key of an image or module block.
func (r repetition) checkIndex(step hcl.TraverseIndex, t hcl.Traversal) hcl.Diagnostics {
	number := step.Key.Type() == cty.Number
	block := t.RootName() + "." + blockName(t)
	argument, _ := r.argument()
	switch {
	case !r.repeated() && (number || len(t) > 3):
		return diag.ProblemAt(step.SrcRange, "Unexpected instance key",
			"The block %s has neither count nor for_each, so it is one %s. Leave the key out.", block, t.RootName())
	case r.Count != nil && !number:
		return diag.ProblemAt(step.SrcRange, "Invalid instance key",
			"Because %s has count, its instances have numbers from 0: write %s[0].", block, block)
	case r.keyed() && number:
		return diag.ProblemAt(step.SrcRange, "Invalid instance key",
			"Because %s has %s, its instances have the keys of that: write %s[\"...\"] with one of them.", block, argument, block)
	}
	return nil
}

// resolveModule looks at what follows module.NAME, and notes which outputs are
// used where that can be told without a value.
func (c *linker) resolveModule(refs *references, call *Call, t hcl.Traversal) hcl.Diagnostics {
	if len(t) == 2 || call.unread {
		refs.modules = append(refs.modules, call.Name)
		return nil
	}
	step := t[2]
	if index, ok := step.(hcl.TraverseIndex); ok {
		if diags := call.checkIndex(index, t); diags.HasErrors() {
			return diags
		}
		if len(t) == 3 {
			refs.modules = append(refs.modules, call.Name)
			return nil
		}
		step = t[3]
	} else if attr, ok := step.(hcl.TraverseAttr); ok {
		if diags := call.missingKey(call.Name, attr.Name, t, names(call.Module.Outputs)()); diags.HasErrors() {
			return diags
		}
	}
	if attr, ok := step.(hcl.TraverseAttr); ok {
		refs.modules = append(refs.modules, call.Name+"."+attr.Name)
	} else {
		refs.modules = append(refs.modules, call.Name)
	}
	return call.checkOutput(step)
}

// checkOutput looks at the name of a module's output.
func (call *Call) checkOutput(step hcl.Traverser) hcl.Diagnostics {
	attr, ok := step.(hcl.TraverseAttr)
	if !ok || call.broken || call.Module.Outputs[attr.Name] != nil {
		return nil
	}
	outputs := names(call.Module.Outputs)()
	has := " It has " + diag.Enumerate(outputs) + "."
	if len(outputs) == 0 {
		has = " It has none."
	}
	return diag.ProblemAt(attr.SourceRange(), "Unsupported attribute",
		"The module in %s has no output named %q.%s%s", call.Module.Dir, attr.Name, has, diag.DidYouMean(attr.Name, outputs))
}

// checkRepeated looks at each.key, each.value, count.index and matrix.NAME.
func (s scope) checkRepeated(t hcl.Traversal) hcl.Diagnostics {
	root := t.RootName()
	argument := map[string]string{"each": "for_each", "count": "count", "matrix": "matrix"}[root]
	switch {
	case s.expansion != "":
		return diag.ProblemAt(t.SourceRange(), "Invalid reference",
			"The object %q cannot be used in %s itself, which decides what instances there are.", root, s.expansion)
	case s.repeated.object() != root:
		return diag.ProblemAt(t.SourceRange(), fmt.Sprintf("Reference to %q without %s", root, argument),
			"The %q object exists only in a block that has the argument %s. Add it, or use another value.", root, argument)
	}
	switch root {
	case "each":
		return checkAttributeOf(t, "key", "value")
	case "count":
		return checkAttributeOf(t, "index")
	}
	return nil
}

func checkAttributeOf(t hcl.Traversal, known ...string) hcl.Diagnostics {
	if len(t) == 1 {
		return nil
	}
	attr, ok := t[1].(hcl.TraverseAttr)
	if !ok || slices.Contains(known, attr.Name) {
		return nil
	}
	return diag.ProblemAt(attr.SourceRange(), "Unsupported attribute",
		"The object %q has no attribute named %q, only %s.%s", t.RootName(), attr.Name, diag.Enumerate(known), diag.DidYouMean(attr.Name, known))
}
