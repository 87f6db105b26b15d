package spec

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// step is one part of an address: module.x["a"], or image.hero[0] at its end.
type step struct {
	block string // image.hero
	key   string // as it stands in addresses: ["aria"], [0], or "" for none
	any   bool   // it stands for all keys: only in what addresses are compared with
}

// stepsOf takes an address apart.
func stepsOf(address string) []step {
	var list []step
	for address != "" {
		end := strings.IndexByte(address, '.') + 1
		if n := strings.IndexAny(address[end:], ".["); n >= 0 {
			end += n
		} else {
			end = len(address)
		}
		s := step{block: address[:end]}
		address = address[end:]
		if strings.HasPrefix(address, "[") {
			end = keyEnd(address)
			s.key, address = address[:end], address[end:]
		}
		list = append(list, s)
		address = strings.TrimPrefix(address, ".")
	}
	return list
}

// keyEnd is where the key in brackets ends that text begins with.
func keyEnd(text string) int {
	quoted := false
	for n := 1; n < len(text); n++ {
		switch {
		case quoted && text[n] == '\\':
			n++
		case text[n] == '"':
			quoted = !quoted
		case text[n] == ']' && !quoted:
			return n + 1
		}
	}
	return len(text)
}

func addressOf(steps []step) string {
	var b strings.Builder
	for i, s := range steps {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.block + s.key)
	}
	return b.String()
}

// overlap reports whether two lists of steps can lead to one place, or one of
// them to a place inside of the other's.
func overlap(a, b []step) bool {
	for i := range min(len(a), len(b)) {
		if a[i].block != b[i].block || a[i].key != b[i].key && !a[i].any && !b[i].any {
			return false
		}
	}
	return true
}

// target is what a block about addresses names: an image block or a module
// block, all of it or one instance, in every instance of the module that the
// block about it stands in.
type target struct {
	module *Module
	steps  []step // inside of the module
	rng    hcl.Range
}

func (t target) String() string { return t.module.prefix() + addressOf(t.steps) }

func (t target) last() step { return t.steps[len(t.steps)-1] }

func (t target) isImage() bool { return strings.HasPrefix(t.last().block, "image.") }

// noun is what the target is, in words.
func (t target) noun() string {
	noun := "module"
	if t.isImage() {
		noun = "image"
	}
	if t.last().key != "" {
		noun = "instance"
	}
	return noun
}

// pattern is what addresses are compared with: the target in every instance of
// its module, and with all its keys if it is meant as a whole.
func (t target) pattern(whole bool) []step {
	var around []step
	for m := t.module; m.call != nil; m = m.parent() {
		around = append(around, step{block: "module." + m.call.Name, any: true})
	}
	slices.Reverse(around)
	steps := append(around, t.steps...)
	steps[len(steps)-1].any = whole
	return steps
}

// targetOf reads an address that is written as an expression, with constant
// keys.
func targetOf(m *Module, attr *hcl.Attribute) (target, hcl.Diagnostics) {
	rng := attr.Expr.Range()
	t, diags := hcl.AbsTraversalForExpr(attr.Expr)
	if diags.HasErrors() {
		return target{}, problemAt(rng, "Invalid address",
			"The argument %q is an address, written without quotes and with constant keys: image.hero for a whole block, image.hero[0] or image.hero[\"aria\"] for one instance.", attr.Name)
	}
	steps, why := stepsFrom(t)
	if why != "" {
		return target{}, problemAt(rng, "Invalid address", "%s", why)
	}
	return target{module: m, steps: steps, rng: rng}, nil
}

// stepsFrom makes steps of a traversal, or says why it is no address.
func stepsFrom(t hcl.Traversal) ([]step, string) {
	var list []step
	words := slices.Clone(t)
	for len(words) > 0 {
		kind := nameOf(words[0])
		switch {
		case len(list) == 0 && kind != "image" && kind != "module":
			return nil, "An address begins with image or module, as image.hero does." + didYouMean(kind, []string{"image", "module"})
		case len(list) > 0 && strings.HasPrefix(list[len(list)-1].block, "image."):
			return nil, "The address goes on behind the image: " + addressOf(list) + " names all of it. Leave the rest out."
		case kind != "image" && kind != "module":
			return nil, "Behind " + addressOf(list) + ", an address goes on with image or module, and their name."
		case len(words) < 2 || nameOf(words[1]) == "":
			return nil, "The address needs a name behind " + kind + ", as in " + kind + ".hero."
		}
		s := step{block: kind + "." + nameOf(words[1])}
		words = words[2:]
		if len(words) > 0 && isIndex(words[0]) {
			key, ok := traversalKey(words[0])
			if !ok {
				return nil, "The key in the address is neither a whole number nor a text."
			}
			s.key, words = key.String(), words[1:]
		}
		list = append(list, s)
	}
	return list, ""
}

// nameOf is the word of a traversal's step, or "" for an index.
func nameOf(t hcl.Traverser) string {
	switch t := t.(type) {
	case hcl.TraverseRoot:
		return t.Name
	case hcl.TraverseAttr:
		return t.Name
	}
	return ""
}

// declared tells whether, and where, the configuration has a target: the block,
// or with whole false the one instance.
func (e *evaluator) declared(t target, whole bool) (hcl.Range, bool) {
	pattern := t.pattern(whole)
	last := pattern[len(pattern)-1]
	kind, name, _ := strings.Cut(last.block, ".")
	for _, instances := range e.modules {
		for _, m := range instances {
			at := stepsOf(strings.TrimSuffix(m.address, "."))
			if len(at) != len(pattern)-1 || !overlap(at, pattern) {
				continue
			}
			if rng, found := m.declared(kind, name, last); found {
				return rng, true
			}
		}
	}
	return hcl.Range{}, false
}

func (m *moduleInstance) declared(kind, name string, last step) (hcl.Range, bool) {
	if kind == "image" {
		img := m.module.Images[name]
		if img == nil || m.failed[name] {
			return hcl.Range{}, false
		}
		return img.Range, last.any || m.e.byAddress[m.address+last.block+last.key] != nil
	}
	call := m.module.Calls[name]
	if call == nil {
		return hcl.Range{}, false
	}
	return call.Range, last.any || slices.ContainsFunc(m.children[name], func(child *moduleInstance) bool { return child.Key.String() == last.key })
}
