package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/diag"
	"gesso/spec/lang"
)

// Move is a moved block: what is recorded at one address stands at another from
// now on.
type Move struct {
	From, To Target
	Range    hcl.Range

	source, destination []address.Step // from and to as other addresses are compared with them
}

func (d *Decoder) moved(block *hcl.Block) hcl.Diagnostics {
	content, diags := Decode(block, lang.Moved)
	if diags.HasErrors() {
		return diags
	}
	m := &Move{Range: block.DefRange}
	m.From, diags = targetOf(d.Module, content.Attributes["from"])
	to, more := targetOf(d.Module, content.Attributes["to"])
	m.To, diags = to, append(diags, more...)
	switch {
	case diags.HasErrors():
		return diags
	case m.From.IsImage() != m.To.IsImage():
		return diag.ProblemAt(m.Range, `Invalid "moved" addresses`,
			"One of the addresses is an image and the other is a module. An image moves to another address of an image, be it in a module, and a module to another address of a module.")
	case m.From.String() == m.To.String():
		return diag.ProblemAt(m.Range, "Redundant move statement",
			"The block moves %s to the same address, which does nothing. Remove it, or change one of the addresses.", m.From)
	}
	m.source, m.destination = m.From.Pattern(m.Whole()), m.To.Pattern(m.Whole())
	d.Tree.Moves = append(d.Tree.Moves, m)
	return nil
}

// Whole reports whether a move takes all instances along, which keep their keys.
func (m *Move) Whole() bool { return m.From.last().Key == "" && m.To.last().Key == "" }

// carry returns where the move takes an address.
func (m *Move) carry(steps []address.Step) ([]address.Step, bool) {
	n := len(m.source)
	if len(steps) < n || !address.Overlap(m.source, steps) {
		return nil, false
	}
	around := n - len(m.From.Steps) // the instances of modules that it stays in
	carried := slices.Concat(steps[:around], m.To.Steps)
	if m.Whole() {
		carried[len(carried)-1].Key = steps[n-1].Key
	}
	return append(carried, steps[n:]...), true
}

// After reports whether a move can be made only when another one has been: it
// goes on from where that one leads, or is the less specific of the two. A move
// inside of a module, and one of the module between its own instances, would
// each go on from the other: then the module's comes first.
func (m *Move) After(other *Move) bool {
	shared := address.Overlap(m.source, other.source)
	switch mine, others := len(m.source), len(other.source); {
	case mine > others:
		return m.follows(other)
	case mine < others:
		return (m.follows(other) || shared) && !other.follows(m)
	}
	return m.follows(other) || shared && m.Whole() && !other.Whole()
}

func (m *Move) follows(other *Move) bool { return address.Overlap(m.source, other.destination) }
