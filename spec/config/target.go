package config

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/diag"
)

// Target is what a block about addresses names: an image block or a module
// block, all of it or one instance, in every instance of the module that the
// block about it stands in.
type Target struct {
	Module *Module
	Steps  []address.Step // inside of the module
	Range  hcl.Range
}

// String is the target's address, without the keys of the modules around it.
func (t Target) String() string { return t.Module.prefix() + address.Join(t.Steps) }

func (t Target) last() address.Step { return t.Steps[len(t.Steps)-1] }

// IsImage reports whether it is an image, and not a module.
func (t Target) IsImage() bool { return strings.HasPrefix(t.last().Block, "image.") }

// Noun is what the target is, in words.
func (t Target) Noun() string {
	noun := "module"
	if t.IsImage() {
		noun = "image"
	}
	if t.last().Key != "" {
		noun = "instance"
	}
	return noun
}

// Pattern is what addresses are compared with: the target in every instance of
// its module, and with all its keys if it is meant as a whole.
func (t Target) Pattern(whole bool) []address.Step {
	var around []address.Step
	for m := t.Module; m.Call != nil; m = m.Parent() {
		around = append(around, address.Step{Block: "module." + m.Call.Name, Any: true})
	}
	slices.Reverse(around)
	steps := append(around, t.Steps...)
	steps[len(steps)-1].Any = whole
	return steps
}

// targetOf reads an address that is written as an expression, with constant
// keys.
func targetOf(m *Module, attr *hcl.Attribute) (Target, hcl.Diagnostics) {
	rng := attr.Expr.Range()
	t, diags := hcl.AbsTraversalForExpr(attr.Expr)
	if diags.HasErrors() {
		return Target{}, diag.ProblemAt(rng, "Invalid address",
			"The argument %q is an address, written without quotes and with constant keys: image.hero for a whole block, image.hero[0] or image.hero[\"aria\"] for one instance.", attr.Name)
	}
	steps, why := StepsFrom(t)
	if why != "" {
		return Target{}, diag.ProblemAt(rng, "Invalid address", "%s", why)
	}
	return Target{Module: m, Steps: steps, Range: rng}, nil
}

// StepsFrom makes steps of a traversal, or says why it is no address.
func StepsFrom(t hcl.Traversal) ([]address.Step, string) {
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
		if len(words) > 0 && IsIndex(words[0]) {
			key, ok := TraversalKey(words[0])
			if !ok {
				return nil, "The key in the address is neither a whole number nor a text."
			}
			s.Key, words = key.String(), words[1:]
		}
		list = append(list, s)
	}
	return list, ""
}
