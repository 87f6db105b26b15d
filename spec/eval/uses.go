package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/config"
)

// usesOf is how expressions use blocks, by "image.NAME" and "module.NAME".
type usesOf map[string]uses

// uses is how one block is used: by these keys, or as a whole.
type uses struct {
	keys  []hcl.Expression
	whole bool
}

// findUses finds how expressions use images and modules. An expression that is
// not of the native syntax uses them as a whole.
func findUses(exprs ...hcl.Expression) usesOf {
	f := finder{found: usesOf{}, indexed: map[hclsyntax.Node]bool{}}
	for _, expr := range exprs {
		if node, ok := expr.(hclsyntax.Node); ok {
			_ = hclsyntax.VisitAll(node, f.visit)
			continue
		}
		for _, t := range expr.Variables() {
			if config.IsBlock(t) {
				f.add(t, nil)
			}
		}
	}
	return f.found
}

type finder struct {
	found   usesOf
	indexed map[hclsyntax.Node]bool // references that are part of an index, and done with it
}

func (f *finder) add(t hcl.Traversal, key hcl.Expression) {
	name := t.RootName() + "." + config.BlockName(t)
	u := f.found[name]
	if key == nil {
		u.whole = true
	} else {
		u.keys = append(u.keys, key)
	}
	f.found[name] = u
}

func (f *finder) visit(node hclsyntax.Node) hcl.Diagnostics {
	switch n := node.(type) {
	case *hclsyntax.IndexExpr:
		if t, ok := n.Collection.(*hclsyntax.ScopeTraversalExpr); ok && config.IsBlock(t.Traversal) && len(t.Traversal) == 2 {
			f.indexed[t] = true
			f.add(t.Traversal, n.Key)
		}
	case *hclsyntax.ScopeTraversalExpr:
		if !config.IsBlock(n.Traversal) || f.indexed[n] {
			return nil
		}
		var key hcl.Expression
		if len(n.Traversal) > 2 {
			if step, ok := n.Traversal[2].(hcl.TraverseIndex); ok {
				key = hcl.StaticExpr(step.Key, step.SrcRange)
			}
		}
		f.add(n.Traversal, key)
	}
	return nil
}
