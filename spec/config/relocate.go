package config

import (
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/diag"
)

// Relocation is a recorded address that is another one now.
type Relocation struct{ From, To string }

// Relocate says which of the addresses at which something is recorded are
// others now, by the moved blocks and, as in Terraform, where a block got or
// lost its count: its only instance is then the first, or the first the only.
//
// What is recorded at a new address already stays there, and keeps the old one
// where it is; the diagnostics warn of that. Two blocks may become one: it is an
// error if both had the same key, since nothing says which of the two is meant.
func (t *Tree) Relocate(recorded iter.Seq[string]) ([]Relocation, hcl.Diagnostics) {
	if len(t.Moves) == 0 && !t.anyCounted(recorded) {
		return nil, nil // as of almost every plan, however much is recorded
	}
	r := relocator{taken: map[string]*relocated{}}
	for address := range recorded {
		a := &relocated{from: address, to: address}
		r.all = append(r.all, a)
		r.taken[address] = a
	}
	for _, m := range t.Moves {
		r.make(m)
	}
	for _, a := range r.all {
		if to := t.counted(a.to); to != "" && r.taken[to] == nil {
			r.move(a, to, nil)
		}
	}
	var moved []Relocation
	for _, a := range r.all {
		if a.from != a.to {
			moved = append(moved, Relocation{a.from, a.to})
		}
	}
	return moved, r.diags
}

type relocated struct {
	from, to string
	steps    []address.Step // of to; nil: not taken apart yet
	by       *Move          // what took it to where it is; nil for no moved block
}

type relocator struct {
	all   []*relocated
	taken map[string]*relocated // by the address at which it is by now
	diags hcl.Diagnostics
}

// make lets one move take along what is at its address by now.
func (r *relocator) make(m *Move) {
	var disputed []string
	var other *Move
	for _, a := range r.all {
		if a.steps == nil {
			a.steps = address.Parse(a.to)
		}
		steps, ok := m.carry(a.steps)
		if !ok {
			continue
		}
		to := address.Join(steps)
		there := r.taken[to]
		switch {
		case there == nil:
			r.move(a, to, m)
		case there.by != nil && there.by != m && there.by.To.String() == m.To.String():
			disputed, other = append(disputed, to), there.by
		default:
			r.diags = append(r.diags, diag.WarningAt(m.Range, "Move to an address that is taken",
				"What is recorded as %s cannot move to %s: another picture is recorded there already. As nothing declares %s any more, its output is removed; the store keeps its picture.", a.to, to, a.to)...)
		}
	}
	if other != nil {
		r.diags = append(r.diags, diag.ProblemAt(m.Range, "Ambiguous move statements",
			"The block at %s moves %s to %s, and this one moves %s there. Both have something for %s, and an address takes what was at one old address. Let one of the two go elsewhere with a moved block of its own, which names its key, or remove one of the blocks.",
			diag.Position(other.Range), other.From, m.To, m.From, diag.Enumerate(someOf(disputed, maxDisputed)))...)
	}
}

// maxDisputed is how many addresses a message names of those that two moves want.
const maxDisputed = 5

// someOf are the first n of a list, and how many more there are.
func someOf(list []string, n int) []string {
	if len(list) <= n {
		return list
	}
	return append(list[:n:n], fmt.Sprintf("%d more", len(list)-n))
}

func (r *relocator) move(a *relocated, to string, by *Move) {
	delete(r.taken, a.to)
	r.taken[to] = a
	a.to, a.steps, a.by = to, nil, by
}

func (t *Tree) anyCounted(recorded iter.Seq[string]) bool {
	for address := range recorded {
		if t.counted(address) != "" {
			return true
		}
	}
	return false
}

// counted is the address that a recorded one became when its block got a count
// or lost it, or "".
func (t *Tree) counted(address string) string {
	only, first := strings.CutSuffix(address, "[0]")
	if !first && strings.HasSuffix(address, "]") {
		return ""
	}
	img := t.blockAt(only)
	switch {
	case img == nil || img.Keyed():
		return ""
	case img.Count != nil && !first:
		return address + "[0]"
	case img.Count == nil && first:
		return only
	}
	return ""
}

// blockAt is Block for an address without a key at its end: quick for the many
// that are not in a module.
func (t *Tree) blockAt(address string) *Image {
	if name, ok := strings.CutPrefix(address, "image."); ok {
		return t.Root.Images[name]
	}
	return t.Block(address)
}
