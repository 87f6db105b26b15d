package spec

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// blockScope is where the instances of one block are evaluated.
type blockScope struct {
	e    *evaluator
	img  *Image
	ctx  *hcl.EvalContext
	uses map[string]uses // of the images that are looked up by instance
}

// uses is how a block's expressions use one image block: by these keys, or as
// a whole.
type uses struct {
	keys  []hcl.Expression
	whole bool
}

func newBlockScope(e *evaluator, img *Image, ctx *hcl.EvalContext) *blockScope {
	b := &blockScope{e: e, img: img, ctx: ctx}
	if img.recursive {
		b.uses = map[string]uses{img.Name: usesOf(slices.Collect(maps.Values(img.Arguments))...)[img.Name]}
	}
	return b
}

// usesOf finds how expressions use images. An expression that is not of the
// native syntax uses them as a whole.
func usesOf(exprs ...hcl.Expression) map[string]uses {
	f := finder{found: map[string]uses{}, indexed: map[hclsyntax.Node]bool{}}
	for _, expr := range exprs {
		if node, ok := expr.(hclsyntax.Node); ok {
			_ = hclsyntax.VisitAll(node, f.visit)
			continue
		}
		for _, t := range expr.Variables() {
			if isImage(t) {
				f.add(blockName(t), nil)
			}
		}
	}
	return f.found
}

type finder struct {
	found   map[string]uses
	indexed map[hclsyntax.Node]bool // references that are part of an index, and done with it
}

func (f *finder) add(name string, key hcl.Expression) {
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
		if t, ok := n.Collection.(*hclsyntax.ScopeTraversalExpr); ok && isImage(t.Traversal) && len(t.Traversal) == 2 {
			f.indexed[t] = true
			f.add(blockName(t.Traversal), n.Key)
		}
	case *hclsyntax.ScopeTraversalExpr:
		if !isImage(n.Traversal) || f.indexed[n] {
			return nil
		}
		var key hcl.Expression
		if len(n.Traversal) > 2 {
			if step, ok := n.Traversal[2].(hcl.TraverseIndex); ok {
				key = hcl.StaticExpr(step.Key, step.SrcRange)
			}
		}
		f.add(blockName(n.Traversal), key)
	}
	return nil
}

func isImage(t hcl.Traversal) bool { return t.RootName() == "image" && blockName(t) != "" }

func blockName(t hcl.Traversal) string {
	if len(t) > 1 {
		if attr, ok := t[1].(hcl.TraverseAttr); ok {
			return attr.Name
		}
	}
	return ""
}

// instanceContext is the block's scope with each or count, and with the images
// that are looked up by instance.
func (b *blockScope) instanceContext(i *Instance) *hcl.EvalContext {
	ctx := b.ctx
	switch {
	case i.each != cty.NilVal:
		ctx = ctx.NewChild()
		ctx.Variables = map[string]cty.Value{"each": i.each}
	case i.count != cty.NilVal:
		ctx = ctx.NewChild()
		ctx.Variables = map[string]cty.Value{"count": i.count}
	}
	if len(b.uses) == 0 {
		return ctx
	}
	images := pick(b.img.references.images, b.e.blocks).AsValueMap()
	if images == nil {
		images = map[string]cty.Value{}
	}
	for name, u := range b.uses {
		images[name] = b.lookup(ctx, b.e.config.Images[name], u)
	}
	ctx = ctx.NewChild()
	ctx.Variables = map[string]cty.Value{"image": cty.ObjectVal(images)}
	return ctx
}

// lookup builds a block's value with only the instances that the keys name.
// With thousands of instances that each use one, the whole value would have to
// be built thousands of times: once for each that is new.
func (b *blockScope) lookup(ctx *hcl.EvalContext, img *Image, u uses) cty.Value {
	if u.whole || b.e.failed[img.Name] {
		return b.e.blockValue(img)
	}
	attrs := map[string]cty.Value{}
	for _, expr := range u.keys {
		key, diags := expr.Value(ctx)
		key, _ = key.Unmark()
		if diags.HasErrors() || !key.IsKnown() || key.IsNull() {
			return b.e.blockValue(img) // the key comes from inside of the expression, as in a for
		}
		instanceKey, ok := keyOf(key)
		if other := b.e.byAddress[Address(img.Name, instanceKey)]; ok && other != nil {
			attrs[instanceKey.Text()] = other.cachedValue()
		}
	}
	return cty.ObjectVal(attrs)
}

// keyOf turns an index into an instance's key.
func keyOf(key cty.Value) (InstanceKey, bool) {
	switch key.Type() {
	case cty.String:
		return NameKey(key.AsString()), true
	case cty.Number:
		n, accuracy := key.AsBigFloat().Int64()
		return IndexKey(int(n)), accuracy == big.Exact
	}
	if text, err := convert.Convert(key, cty.String); err == nil && text.IsKnown() && !text.IsNull() {
		return NameKey(text.AsString()), true
	}
	return InstanceKey{}, false
}

func traversalKey(step hcl.Traverser) (InstanceKey, bool) {
	if index, ok := step.(hcl.TraverseIndex); ok {
		return keyOf(index.Key)
	}
	return InstanceKey{}, false
}

// explain says of a failed lookup in the own block what the real rule is.
func (b *blockScope) explain(i *Instance, diags hcl.Diagnostics) hcl.Diagnostics {
	if !b.img.recursive {
		return diags
	}
	for n, d := range diags {
		if d.Summary != "Invalid index" && d.Summary != "Unsupported attribute" {
			continue
		}
		if expr, ok := d.Expression.(hclsyntax.Expression); ok && !slices.ContainsFunc(expr.Variables(), func(t hcl.Traversal) bool {
			return isImage(t) && blockName(t) == b.img.Name
		}) {
			continue
		}
		detail := "An image can use only earlier instances of its own block: those with a lower index, or a key that sorts before its own. " + i.Address + " has none at this index."
		diags[n] = &hcl.Diagnostic{Severity: d.Severity, Summary: "Reference to a later instance", Detail: strings.TrimSpace(detail),
			Subject: d.Subject, Context: d.Context, Expression: d.Expression, EvalContext: d.EvalContext}
	}
	return diags
}
