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

	"gesso/spec/address"
)

// blockScope is where the instances of one block are evaluated.
type blockScope struct {
	m      *moduleInstance
	img    *Image
	ctx    *hcl.EvalContext
	uses   usesOf   // of the blocks that are looked up by instance
	common []string // what all instances depend on
	broken bool     // a mistake hides some of what they depend on
}

// usesOf is how expressions use blocks, by "image.NAME" and "module.NAME".
type usesOf map[string]uses

// uses is how one block is used: by these keys, or as a whole.
type uses struct {
	keys  []hcl.Expression
	whole bool
}

func newBlockScope(m *moduleInstance, img *Image, ctx *hcl.EvalContext) *blockScope {
	b := &blockScope{m: m, img: img, ctx: ctx}
	if img.recursive {
		self := "image." + img.Name
		b.uses = usesOf{self: findUses(img.expressions()...)[self]}
	}
	return b
}

// expressions are all that an instance evaluates.
func (i *Image) expressions() []hcl.Expression {
	all := slices.Collect(maps.Values(i.Arguments))
	for _, t := range i.Lifecycle.triggers {
		all = append(all, t.expr)
	}
	if i.Lifecycle.attempts != nil {
		all = append(all, i.Lifecycle.attempts)
	}
	return append(append(all, expressionsOf(i.Lifecycle.preconditions)...), expressionsOf(i.Lifecycle.postconditions)...)
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
			if isBlock(t) {
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
	name := t.RootName() + "." + blockName(t)
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
		if t, ok := n.Collection.(*hclsyntax.ScopeTraversalExpr); ok && isBlock(t.Traversal) && len(t.Traversal) == 2 {
			f.indexed[t] = true
			f.add(t.Traversal, n.Key)
		}
	case *hclsyntax.ScopeTraversalExpr:
		if !isBlock(n.Traversal) || f.indexed[n] {
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

// isBlock reports whether a traversal begins with the name of a block that can
// have instances.
func isBlock(t hcl.Traversal) bool {
	return (t.RootName() == "image" || t.RootName() == "module") && blockName(t) != ""
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

// instanceContext is the block's scope with each, count or matrix, and with the
// images that are looked up by instance.
func (b *blockScope) instanceContext(i *Instance) *hcl.EvalContext {
	return b.m.withLookups(i.occurrence.context(b.ctx), b.img.references, b.uses)
}

// withLookups replaces the objects image and module of a context by ones in
// which the blocks in uses have only the instances that are used.
func (m *moduleInstance) withLookups(ctx *hcl.EvalContext, refs references, found usesOf) *hcl.EvalContext {
	if len(found) == 0 {
		return ctx
	}
	images := pick(refs.images, m.blocks).AsValueMap()
	modules := map[string]cty.Value{}
	for block, u := range found {
		root, name, _ := strings.Cut(block, ".")
		switch {
		case root == "image" && m.module.Images[name] != nil:
			if images == nil {
				images = map[string]cty.Value{}
			}
			images[name] = m.lookup(ctx, m.module.Images[name], u)
		case root == "module" && m.module.Calls[name] != nil:
			modules[name] = m.lookupModule(ctx, m.module.Calls[name], u)
		}
	}
	ctx = ctx.NewChild()
	ctx.Variables = map[string]cty.Value{"image": cty.ObjectVal(images)}
	if len(modules) > 0 {
		ctx.Variables["module"] = cty.ObjectVal(modules)
	}
	return ctx
}

// lookup builds a block's value with only the instances that the keys name.
// With thousands of instances that each use one, the whole value would have to
// be built thousands of times: once for each that is new.
func (m *moduleInstance) lookup(ctx *hcl.EvalContext, img *Image, u uses) cty.Value {
	keys, ok := u.evaluate(ctx)
	if !ok || m.failed[img.Name] || m.imagesStand(img.Name) {
		return m.blockValue(img)
	}
	attrs := map[string]cty.Value{}
	for _, key := range keys {
		if other := m.e.byAddress[m.address+address.Image(img.Name, key)]; other != nil {
			attrs[key.Text()] = other.cachedValue()
		}
	}
	return cty.ObjectVal(attrs)
}

// lookupModule is lookup for a module block, with all outputs of the instances
// that the keys name.
func (m *moduleInstance) lookupModule(ctx *hcl.EvalContext, call *Call, u uses) cty.Value {
	children, whole := m.children[call.Name], names(call.Module.Outputs)()
	keys, ok := u.evaluate(ctx)
	if !ok || children == nil || !call.repeated() || m.callsStand(call.Name) {
		return m.callValue(call, whole)
	}
	attrs := map[string]cty.Value{}
	for _, key := range keys {
		if child := m.child(call, key); child != nil {
			attrs[key.Text()] = m.outputsOf(child, whole)
		}
	}
	return cty.ObjectVal(attrs)
}

// child is the instance of a module block that a key names, or nil.
func (m *moduleInstance) child(call *Call, key address.Key) *moduleInstance {
	children := m.children[call.Name]
	n, found := slices.BinarySearchFunc(children, key, func(c *moduleInstance, key address.Key) int { return address.CompareKeys(c.Key, key) })
	if !found {
		return nil
	}
	return children[n]
}

// evaluate returns the keys, if they can be told without the rest of the
// expression that they are in.
func (u uses) evaluate(ctx *hcl.EvalContext) ([]address.Key, bool) {
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
		if key, ok := keyOf(value); ok {
			keys = append(keys, key)
		}
	}
	return keys, true
}

// keyOf turns an index into an instance's key.
func keyOf(key cty.Value) (address.Key, bool) {
	switch key.Type() {
	case cty.String:
		return address.NameKey(key.AsString()), true
	case cty.Number:
		n, accuracy := key.AsBigFloat().Int64()
		return address.IndexKey(int(n)), accuracy == big.Exact
	}
	if text, err := convert.Convert(key, cty.String); err == nil && text.IsKnown() && !text.IsNull() {
		return address.NameKey(text.AsString()), true
	}
	return address.Key{}, false
}

func traversalKey(step hcl.Traverser) (address.Key, bool) {
	if index, ok := step.(hcl.TraverseIndex); ok {
		return keyOf(index.Key)
	}
	return address.Key{}, false
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
