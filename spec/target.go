package spec

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/diag"
)

// target is what a block about addresses names: an image block or a module
// block, all of it or one instance, in every instance of the module that the
// block about it stands in.
type target struct {
	module *Module
	steps  []address.Step // inside of the module
	rng    hcl.Range
}

func (t target) String() string { return t.module.prefix() + address.Join(t.steps) }

func (t target) last() address.Step { return t.steps[len(t.steps)-1] }

func (t target) isImage() bool { return strings.HasPrefix(t.last().Block, "image.") }

// noun is what the target is, in words.
func (t target) noun() string {
	noun := "module"
	if t.isImage() {
		noun = "image"
	}
	if t.last().Key != "" {
		noun = "instance"
	}
	return noun
}

// pattern is what addresses are compared with: the target in every instance of
// its module, and with all its keys if it is meant as a whole.
func (t target) pattern(whole bool) []address.Step {
	var around []address.Step
	for m := t.module; m.call != nil; m = m.parent() {
		around = append(around, address.Step{Block: "module." + m.call.Name, Any: true})
	}
	slices.Reverse(around)
	steps := append(around, t.steps...)
	steps[len(steps)-1].Any = whole
	return steps
}

// targetOf reads an address that is written as an expression, with constant
// keys.
func targetOf(m *Module, attr *hcl.Attribute) (target, hcl.Diagnostics) {
	rng := attr.Expr.Range()
	t, diags := hcl.AbsTraversalForExpr(attr.Expr)
	if diags.HasErrors() {
		return target{}, diag.ProblemAt(rng, "Invalid address",
			"The argument %q is an address, written without quotes and with constant keys: image.hero for a whole block, image.hero[0] or image.hero[\"aria\"] for one instance.", attr.Name)
	}
	steps, why := stepsFrom(t)
	if why != "" {
		return target{}, diag.ProblemAt(rng, "Invalid address", "%s", why)
	}
	return target{module: m, steps: steps, rng: rng}, nil
}

// stepsFrom makes steps of a traversal, or says why it is no address.
func stepsFrom(t hcl.Traversal) ([]address.Step, string) {
	var list []address.Step
	words := slices.Clone(t)
	for len(words) > 0 {
		kind := nameOf(words[0])
		switch {
		case len(list) == 0 && kind != "image" && kind != "module":
			return nil, "An address begins with image or module, as image.hero does." + diag.DidYouMean(kind, []string{"image", "module"})
		case len(list) > 0 && strings.HasPrefix(list[len(list)-1].Block, "image."):
			return nil, "The address goes on behind the image: " + address.Join(list) + " names all of it. Leave the rest out."
		case kind != "image" && kind != "module":
			return nil, "Behind " + address.Join(list) + ", an address goes on with image or module, and their name."
		case len(words) < 2 || nameOf(words[1]) == "":
			return nil, "The address needs a name behind " + kind + ", as in " + kind + ".hero."
		}
		s := address.Step{Block: kind + "." + nameOf(words[1])}
		words = words[2:]
		if len(words) > 0 && isIndex(words[0]) {
			key, ok := traversalKey(words[0])
			if !ok {
				return nil, "The key in the address is neither a whole number nor a text."
			}
			s.Key, words = key.String(), words[1:]
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
	kind, name, _ := strings.Cut(last.Block, ".")
	for _, instances := range e.modules {
		for _, m := range instances {
			at := address.Parse(strings.TrimSuffix(m.address, "."))
			if len(at) != len(pattern)-1 || !address.Overlap(at, pattern) {
				continue
			}
			if rng, found := m.declared(kind, name, last); found {
				return rng, true
			}
		}
	}
	return hcl.Range{}, false
}

func (m *moduleInstance) declared(kind, name string, last address.Step) (hcl.Range, bool) {
	if kind == "image" {
		img := m.module.Images[name]
		if img == nil || m.failed[name] {
			return hcl.Range{}, false
		}
		return img.Range, last.Any || m.e.byAddress[m.address+last.Block+last.Key] != nil
	}
	call := m.module.Calls[name]
	if call == nil {
		return hcl.Range{}, false
	}
	return call.Range, last.Any || slices.ContainsFunc(m.children[name], func(child *moduleInstance) bool { return child.Key.String() == last.Key })
}
