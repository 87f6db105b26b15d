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
	second  bool   // its images are bought from the second provider
	removed bool
}

// firstKey stands for the key of a call that has none.
const firstKey = "a0"

// callKeys are the keys of the instances of a block's module: of the root there
// is one.
func (c *call) callKeys() []string {
	if c == nil || !c.keyed {
		return []string{firstKey}
	}
	var keys []string
	for i := range c.size {
		keys = append(keys, fmt.Sprintf("a%d", i))
	}
	return keys
}

// at is the address of one instance, with the dot that follows it.
func (c *call) at(key string) string {
	switch {
	case c == nil:
		return ""
	case c.keyed:
		return fmt.Sprintf("module.%s[%q].", c.name, key)
	}
	return fmt.Sprintf("module.%s.", c.name)
}

// whole is the address of all instances, with the dot that follows it.
func (c *call) whole() string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("module.%s.", c.name)
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
	t.set("source", "%q", "./"+c.folder())
	if c.keyed {
		t.set("for_each", "toset([%s])", quoted(c.callKeys()))
		t.set("key", "each.key")
	} else {
		t.set("key", "%q", firstKey)
	}
	if c.second && p.aliased {
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
