package spec

import (
	"cmp"
	"strconv"
	"strings"
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
	}
	return ""
}

// Address names an instance as expressions and messages do.
func Address(block string, key InstanceKey) string { return "image." + block + key.String() }

// BlockOf returns the name of the block that an address belongs to, or "" for
// what is not an image's address.
func BlockOf(address string) string {
	name, ok := strings.CutPrefix(address, "image.")
	if !ok {
		return ""
	}
	name, _, _ = strings.Cut(name, "[")
	return name
}

// quote writes a string as an HCL literal, with template markers escaped.
func quote(s string) string {
	q := strconv.Quote(s)
	q = strings.ReplaceAll(q, "${", "$${")
	return strings.ReplaceAll(q, "%{", "%%{")
}

// compareInstances orders by block name, then by index or key: the order of
// plans, in which image.a[2] comes before image.a[10].
func compareInstances(a, b *Instance) int {
	return cmp.Or(
		strings.Compare(a.Block.Name, b.Block.Name),
		cmp.Compare(a.Key.kind, b.Key.kind),
		cmp.Compare(a.Key.index, b.Key.index),
		strings.Compare(a.Key.name, b.Key.name),
	)
}
