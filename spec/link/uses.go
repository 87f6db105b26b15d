package link

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/address"
	"gesso/spec/config"
)

// Uses is how one block is used: by these keys, or as a whole.
type Uses struct {
	keys  []hcl.Expression
	whole bool
}

// Keys returns the keys, if they can be told without the rest of the
// expression that they are in.
func (u Uses) Keys(ctx *hcl.EvalContext) ([]address.Key, bool) {
	if u.whole {
		return nil, false
	}
	var keys []address.Key
	for _, expr := range u.keys {
		value, diags := expr.Value(ctx)
		value, _ = value.Unmark()
		if diags.HasErrors() || !value.IsKnown() || value.IsNull() {
			return nil, false // the key comes from inside of the expression, as in a for
		}
		if key, ok := config.KeyOf(value); ok {
			keys = append(keys, key)
		}
	}
	return keys, true
}

// UsesOf is how expressions use blocks, by "image.NAME" and "module.NAME".
type UsesOf map[string]Uses

// FindUses finds how expressions use images and modules. An expression that is
// not of the native syntax uses them as a whole.
func FindUses(exprs ...hcl.Expression) UsesOf {
	f := finder{found: UsesOf{}, indexed: map[hclsyntax.Node]bool{}}
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
	found   UsesOf
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
