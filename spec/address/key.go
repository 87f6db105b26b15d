package address

import (
	"cmp"
	"strconv"
	"strings"
)

// Key tells the instances of one block apart. The zero key is that of
// a block with neither count nor for_each.
type Key struct {
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
func IndexKey(i int) Key { return Key{kind: indexKey, index: i} }

// NameKey is the key of one instance of a block with for_each.
func NameKey(name string) Key { return Key{kind: nameKey, name: name} }

// AnyKey is the key of an instance that stands for those that cannot be told.
func AnyKey() Key { return Key{kind: anyKey} }

// IsAny reports whether it is AnyKey.
func (k Key) IsAny() bool { return k.kind == anyKey }

// Index is the number of an instance of a block with count, and whether it is
// one.
func (k Key) Index() (int, bool) { return k.index, k.kind == indexKey }

// Text is the key as it stands in a file name: 3, or aria. It is "" for the
// zero key.
func (k Key) Text() string {
	if k.kind == indexKey {
		return strconv.Itoa(k.index)
	}
	return k.name
}

// String is the key as it stands in an address: [3], or ["aria"].
func (k Key) String() string {
	switch k.kind {
	case indexKey:
		return "[" + strconv.Itoa(k.index) + "]"
	case nameKey:
		return "[" + Quote(k.name) + "]"
	case anyKey:
		return "[*]"
	}
	return ""
}

// CompareKeys is the order in which the instances of a block are made: an
// instance can use those before it.
func CompareKeys(a, b Key) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.index, b.index), strings.Compare(a.name, b.name))
}
