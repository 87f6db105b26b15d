package main

import (
	"fmt"
	"strings"
)

// call is a call of a module of the project, whose directory holds its blocks.
type call struct {
	id      string // of its directory; never changes
	name    string // as it is declared
	keyed   bool   // with for_each
	size    int    // how many instances, where it is keyed
	within  *call  // the module that calls it; nil: the root
	second  bool   // its images are bought from the second provider
	removed bool
}

// gone reports whether a module is not called, or what calls it.
func (c *call) gone() bool { return c != nil && (c.removed || c.within.gone()) }

// nested reports whether a module is called by another one: its blocks then know no
// others than their own, and stay where they are.
func (c *call) nested() bool { return c != nil && c.within != nil }

// firstKey stands for the key of a call that has none.
const firstKey = "a0"

// callKeys are the keys of the instances of a block's module: of the root there
// is one. Those of a nested one begin with its caller's.
func (c *call) callKeys() []string {
	if c == nil {
		return []string{firstKey}
	}
	var keys []string
	for _, outer := range c.within.callKeys() {
		for _, key := range c.ownKeys() {
			if c.within != nil {
				key = outer + "-" + key
			}
			keys = append(keys, key)
		}
	}
	return keys
}

// ownKeys are the keys of a call in one instance of its caller.
func (c *call) ownKeys() []string {
	if !c.keyed {
		return []string{firstKey}
	}
	return numbers("a", c.size)
}

// at is the address of one instance, with the dot that follows it.
func (c *call) at(key string) string {
	if c == nil {
		return ""
	}
	outer := ""
	if n := strings.LastIndex(key, "-"); n >= 0 {
		outer, key = key[:n], key[n+1:]
	}
	if c.keyed {
		return fmt.Sprintf("%smodule.%s[%q].", c.within.at(outer), c.name, key)
	}
	return fmt.Sprintf("%smodule.%s.", c.within.at(outer), c.name)
}

// whole is the address of all instances, with the dot that follows it.
func (c *call) whole() string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("%smodule.%s.", c.within.whole(), c.name)
}

// folder is where the blocks of a module stand, relative to the project.
func (c *call) folder() string {
	if c == nil {
		return "."
	}
	return "modules/" + c.id
}

// declared is the call, with what its blocks need of others.
func (c *call) declared(p *project) *part {
	t := &part{kind: "module", label: c.name}
	outer := ""
	if t.set("source", "%q", "./"+c.folder()); c.within != nil {
		outer = "${var.key}-"
		t.items[0].expr = fmt.Sprintf("%q", "../"+c.id)
	}
	if c.keyed {
		t.set("for_each", "toset([%s])", quoted(c.ownKeys()))
		t.set("key", `"%s${each.key}"`, outer)
	} else {
		t.set("key", `"%s%s"`, outer, firstKey)
	}
	if c.second && p.aliased && c.within == nil {
		t.refer("provider", second)
	}
	for _, b := range p.imported(c) {
		t.set(b.id, "%s", b.seenFrom(nil))
	}
	return t
}

// border is what a module's directory has beside its images: a variable for each
// block of others that its own edit, and an output for each of its own.
func (c *call) border(p *project) []*part {
	parts := []*part{{kind: "variable", label: "key"}}
	for _, b := range p.imported(c) {
		parts = append(parts, &part{kind: "variable", label: b.id})
	}
	for _, b := range p.blocks {
		if b.home == c && !b.gone() {
			t := &part{kind: "output", label: b.id}
			t.set("value", "image.%s", b.name)
			parts = append(parts, t)
		}
	}
	return parts
}

// imported are the blocks of others that those of a module edit, each once.
func (p *project) imported(c *call) []*block {
	var list []*block
	seen := map[*block]bool{}
	for _, b := range p.blocks {
		if b.home == c && !b.gone() && b.parent != nil && b.parent.home != c && !seen[b.parent] {
			seen[b.parent] = true
			list = append(list, b.parent)
		}
	}
	return list
}

// seenFrom is how a block, all of it, is referred to in a module; nil is the root.
func (b *block) seenFrom(c *call) string {
	switch {
	case b.home == c:
		return "image." + b.name
	case c == nil:
		return b.home.at(firstKey) + b.id
	}
	return "var." + b.id
}

func quoted(words []string) string {
	var list []string
	for _, w := range words {
		list = append(list, fmt.Sprintf("%q", w))
	}
	return strings.Join(list, ", ")
}
