package eval

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/link"
)

// withLookups replaces the objects image and module of a context by ones in
// which the blocks in uses have only the instances that are used.
func (m *moduleInstance) withLookups(ctx *hcl.EvalContext, refs config.References, found link.UsesOf) *hcl.EvalContext {
	if len(found) == 0 {
		return ctx
	}
	images := pick(refs.Images, m.blocks).AsValueMap()
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
func (m *moduleInstance) lookup(ctx *hcl.EvalContext, img *config.Image, u link.Uses) cty.Value {
	keys, ok := u.Keys(ctx)
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
func (m *moduleInstance) lookupModule(ctx *hcl.EvalContext, call *config.Call, u link.Uses) cty.Value {
	children, whole := m.children[call.Name], config.Names(call.Module.Outputs)()
	keys, ok := u.Keys(ctx)
	if !ok || children == nil || !call.Repeated() || m.callsStand(call.Name) {
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
func (m *moduleInstance) child(call *config.Call, key address.Key) *moduleInstance {
	children := m.children[call.Name]
	n, found := slices.BinarySearchFunc(children, key, func(c *moduleInstance, key address.Key) int { return address.CompareKeys(c.Key, key) })
	if !found {
		return nil
	}
	return children[n]
}
