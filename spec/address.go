package spec

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// InstanceKey tells the instances of one block apart. The zero key is that of
// a block with neither count nor for_each.
type InstanceKey struct {
	kind  keyKind
	index int
	name  string
}

type keyKind byte

const (
	noKey keyKind = iota
	indexKey
	nameKey
	anyKey // of an instance that stands for those that cannot be told
)

// IndexKey is the key of the i-th instance of a block with count, from 0.
func IndexKey(i int) InstanceKey { return InstanceKey{kind: indexKey, index: i} }

// NameKey is the key of one instance of a block with for_each.
func NameKey(name string) InstanceKey { return InstanceKey{kind: nameKey, name: name} }

// Text is the key as it stands in a file name: 3, or aria. It is "" for the
// zero key.
func (k InstanceKey) Text() string {
	if k.kind == indexKey {
		return strconv.Itoa(k.index)
	}
	return k.name
}

// String is the key as it stands in an address: [3], or ["aria"].
func (k InstanceKey) String() string {
	switch k.kind {
	case indexKey:
		return "[" + strconv.Itoa(k.index) + "]"
	case nameKey:
		return "[" + quote(k.name) + "]"
	case anyKey:
		return "[*]"
	}
	return ""
}

// Address names an instance in its module as expressions and messages do.
func Address(block string, key InstanceKey) string { return "image." + block + key.String() }

// Block returns the image block that an address belongs to, be its instance
// declared or not, or nil.
func (c *Config) Block(address string) *Image {
	steps, diags := hclsyntax.ParseTraversalAbs([]byte(address), "address", hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	module := c.Root
	for steps.RootName() == "module" {
		call := module.Calls[blockName(steps)]
		if call == nil {
			return nil
		}
		module, steps = call.Module, steps[2:]
		if len(steps) > 0 && isIndex(steps[0]) {
			steps = steps[1:]
		}
		attr, ok := first(steps).(hcl.TraverseAttr)
		if !ok {
			return nil
		}
		steps = append(hcl.Traversal{hcl.TraverseRoot{Name: attr.Name}}, steps[1:]...)
	}
	if !isImage(steps) {
		return nil
	}
	return module.Images[blockName(steps)]
}

func first(steps hcl.Traversal) hcl.Traverser {
	if len(steps) == 0 {
		return nil
	}
	return steps[0]
}

// quote writes a string as an HCL literal, with template markers escaped.
func quote(s string) string {
	q := strconv.Quote(s)
	q = strings.ReplaceAll(q, "${", "$${")
	return strings.ReplaceAll(q, "%{", "%%{")
}

// compareInstances is the order of plans: by module, block name, and index or
// key, so that image.a[2] comes before image.a[10].
func compareInstances(a, b *Instance) int {
	return cmp.Or(
		compareModules(a.module, b.module),
		strings.Compare(a.Block.Name, b.Block.Name),
		compareKeys(a.Key, b.Key),
	)
}

func compareModules(a, b *moduleInstance) int {
	switch {
	case a == b:
		return 0
	case a.depth() > b.depth():
		return cmp.Or(compareModules(a.parent, b), 1)
	case a.depth() < b.depth():
		return cmp.Or(compareModules(a, b.parent), -1)
	}
	return cmp.Or(
		compareModules(a.parent, b.parent),
		strings.Compare(a.module.call.Name, b.module.call.Name),
		compareKeys(a.Key, b.Key),
	)
}

// depth is how many modules are around a module's blocks.
func (m *moduleInstance) depth() int {
	n := 0
	for ; m.parent != nil; m = m.parent {
		n++
	}
	return n
}

func compareKeys(a, b InstanceKey) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.index, b.index), strings.Compare(a.name, b.name))
}
