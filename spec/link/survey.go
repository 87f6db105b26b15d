package link

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/near"
	"gesso/spec/source"
)

// survey finds mistakes that show without a value but that HCL finds only when
// it evaluates: in an image without instances, never.
func (l *Linker) survey(s Scope, expr hcl.Expression) hcl.Diagnostics {
	node, ok := expr.(hclsyntax.Node)
	if !ok {
		return nil
	}
	return hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.FunctionCallExpr:
			if s.Console && n.Name == "type" {
				return nil
			}
			return l.checkFunction(n)
		case *hclsyntax.RelativeTraversalExpr:
			return s.checkAttribute(n)
		case *source.Invalid:
			return n.Diags
		}
		return nil
	})
}

func (l *Linker) checkFunction(call *hclsyntax.FunctionCallExpr) hcl.Diagnostics {
	if _, exists := l.Functions[call.Name]; exists {
		return nil
	}
	hint := l.Hint(call.Name, func() []string {
		return slices.DeleteFunc(config.Names(l.Functions)(), func(name string) bool { return strings.Contains(name, "::") })
	}, " Gesso has Terraform's functions, but none of providers or of your own.")
	return diag.ProblemAt(call.NameRange, "Call to unknown function", "There is no function named %q.%s", call.Name, hint)
}

// checkAttribute looks at image.NAME[...].ATTRIBUTE and module.NAME[...].OUTPUT.
func (s Scope) checkAttribute(expr *hclsyntax.RelativeTraversalExpr) hcl.Diagnostics {
	index, ok := expr.Source.(*hclsyntax.IndexExpr)
	if !ok {
		return nil
	}
	block, ok := index.Collection.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(block.Traversal) != 2 {
		return nil
	}
	if config.IsImage(block.Traversal) {
		return checkExport(expr.Traversal[0])
	}
	if call := s.Module.Calls[config.BlockName(block.Traversal)]; call != nil && block.Traversal.RootName() == "module" {
		return checkOutput(call, expr.Traversal[0])
	}
	return nil
}

func checkExport(step hcl.Traverser) hcl.Diagnostics {
	attr, ok := step.(hcl.TraverseAttr)
	if !ok || slices.Contains(config.Exports, attr.Name) {
		return nil
	}
	return diag.ProblemAt(attr.SourceRange(), "Unsupported attribute",
		"An image has no attribute named %q. It has %s.%s", attr.Name, diag.Enumerate(config.Exports), diag.DidYouMean(attr.Name, config.Exports))
}

// checkUse looks at what follows image.NAME where that can be judged without a
// value.
func checkUse(img *config.Image, t hcl.Traversal) hcl.Diagnostics {
	if len(t) < 3 || img.Unread {
		return nil
	}
	var name string
	switch step := t[2].(type) {
	case hcl.TraverseIndex:
		if diags := checkIndex(img.Repetition, step, t); diags.HasErrors() || len(t) == 3 {
			return diags
		}
		return checkExport(t[3])
	case hcl.TraverseAttr:
		name = step.Name
	default:
		return nil
	}
	if diags := missingKey(img.Repetition, img.Name, name, t, config.Exports); diags.HasErrors() {
		return diags
	}
	return checkExport(t[2])
}

// missingKey is the mistake of an attribute of a block that has instances, which
// have the known attributes. Another name is most likely a key.
func missingKey(r config.Repetition, block, name string, t hcl.Traversal, known []string) hcl.Diagnostics {
	block = t.RootName() + "." + block
	argument, _ := r.Argument()
	isKey := false
	if !slices.Contains(known, name) {
		meant := near.Word(name, known)
		isKey = len(t) > 3 || meant == ""
		if !isKey {
			name = meant
		}
	}
	switch {
	case r.Keyed() && isKey:
		return diag.ProblemAt(t.SourceRange(), "Missing instance key",
			"Because %s has %s, an instance of it is named by its key in brackets: write %s[%s]%s.", block, argument, block, address.Quote(name), rest(t))
	case r.Keyed():
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
func checkIndex(r config.Repetition, step hcl.TraverseIndex, t hcl.Traversal) hcl.Diagnostics {
	number := step.Key.Type() == cty.Number
	block := t.RootName() + "." + config.BlockName(t)
	argument, _ := r.Argument()
	switch {
	case !r.Repeated() && (number || len(t) > 3):
		return diag.ProblemAt(step.SrcRange, "Unexpected instance key",
			"The block %s has neither count nor for_each, so it is one %s. Leave the key out.", block, t.RootName())
	case r.Count != nil && !number:
		return diag.ProblemAt(step.SrcRange, "Invalid instance key",
			"Because %s has count, its instances have numbers from 0: write %s[0].", block, block)
	case r.Keyed() && number:
		return diag.ProblemAt(step.SrcRange, "Invalid instance key",
			"Because %s has %s, its instances have the keys of that: write %s[\"...\"] with one of them.", block, argument, block)
	}
	return nil
}

// resolveModule looks at what follows module.NAME, and notes which outputs are
// used where that can be told without a value.
func (l *Linker) resolveModule(refs *config.References, call *config.Call, t hcl.Traversal) hcl.Diagnostics {
	if len(t) == 2 || call.Unread {
		refs.Modules = append(refs.Modules, call.Name)
		return nil
	}
	step := t[2]
	if index, ok := step.(hcl.TraverseIndex); ok {
		if diags := checkIndex(call.Repetition, index, t); diags.HasErrors() {
			return diags
		}
		if len(t) == 3 {
			refs.Modules = append(refs.Modules, call.Name)
			return nil
		}
		step = t[3]
	} else if attr, ok := step.(hcl.TraverseAttr); ok {
		if diags := missingKey(call.Repetition, call.Name, attr.Name, t, config.Names(call.Module.Outputs)()); diags.HasErrors() {
			return diags
		}
	}
	if attr, ok := step.(hcl.TraverseAttr); ok {
		refs.Modules = append(refs.Modules, call.Name+"."+attr.Name)
	} else {
		refs.Modules = append(refs.Modules, call.Name)
	}
	return checkOutput(call, step)
}

// checkOutput looks at the name of a module's output.
func checkOutput(call *config.Call, step hcl.Traverser) hcl.Diagnostics {
	attr, ok := step.(hcl.TraverseAttr)
	if !ok || call.Broken || call.Module.Outputs[attr.Name] != nil {
		return nil
	}
	outputs := config.Names(call.Module.Outputs)()
	has := " It has " + diag.Enumerate(outputs) + "."
	if len(outputs) == 0 {
		has = " It has none."
	}
	return diag.ProblemAt(attr.SourceRange(), "Unsupported attribute",
		"The module in %s has no output named %q.%s%s", call.Module.Dir, attr.Name, has, diag.DidYouMean(attr.Name, outputs))
}

// checkRepeated looks at each.key, each.value, count.index and matrix.NAME.
func (s Scope) checkRepeated(t hcl.Traversal) hcl.Diagnostics {
	root := t.RootName()
	argument := map[string]string{"each": "for_each", "count": "count", "matrix": "matrix"}[root]
	switch {
	case s.Expansion != "":
		return diag.ProblemAt(t.SourceRange(), "Invalid reference",
			"The object %q cannot be used in %s itself, which decides what instances there are.", root, s.Expansion)
	case s.Repeated.Object() != root:
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
