package spec

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/diag"
	"gesso/spec/lang"
)

// move is a moved block: what is recorded at one address stands at another from
// now on.
type move struct {
	from, to target
	rng      hcl.Range

	source, destination []address.Step // from and to as other addresses are compared with them
}

func (d *decoder) moved(block *hcl.Block) hcl.Diagnostics {
	content, diags := contents(block, lang.Moved)
	if diags.HasErrors() {
		return diags
	}
	m := &move{rng: block.DefRange}
	m.from, diags = targetOf(d.module, content.Attributes["from"])
	to, more := targetOf(d.module, content.Attributes["to"])
	m.to, diags = to, append(diags, more...)
	switch {
	case diags.HasErrors():
		return diags
	case m.from.isImage() != m.to.isImage():
		return diag.ProblemAt(m.rng, `Invalid "moved" addresses`,
			"One of the addresses is an image and the other is a module. An image moves to another address of an image, be it in a module, and a module to another address of a module.")
	case m.from.String() == m.to.String():
		return diag.ProblemAt(m.rng, "Redundant move statement",
			"The block moves %s to the same address, which does nothing. Remove it, or change one of the addresses.", m.from)
	}
	m.source, m.destination = m.from.pattern(m.whole()), m.to.pattern(m.whole())
	d.tree.moves = append(d.tree.moves, m)
	return nil
}

// whole reports whether a move takes all instances along, which keep their keys.
func (m *move) whole() bool { return m.from.last().Key == "" && m.to.last().Key == "" }

// carry returns where the move takes an address.
func (m *move) carry(steps []address.Step) ([]address.Step, bool) {
	n := len(m.source)
	if len(steps) < n || !address.Overlap(m.source, steps) {
		return nil, false
	}
	around := n - len(m.from.steps) // the instances of modules that it stays in
	carried := slices.Concat(steps[:around], m.to.steps)
	if m.whole() {
		carried[len(carried)-1].Key = steps[n-1].Key
	}
	return append(carried, steps[n:]...), true
}

// after reports whether a move can be made only when another one has been: it
// goes on from where that one leads, or is the less specific of the two. A move
// inside of a module, and one of the module between its own instances, would
// each go on from the other: then the module's comes first.
func (m *move) after(other *move) bool {
	shared := address.Overlap(m.source, other.source)
	switch mine, others := len(m.source), len(other.source); {
	case mine > others:
		return m.follows(other)
	case mine < others:
		return (m.follows(other) || shared) && !other.follows(m)
	}
	return m.follows(other) || shared && m.whole() && !other.whole()
}

func (m *move) follows(other *move) bool { return address.Overlap(m.source, other.destination) }

// linkMoves checks the moved blocks against each other and puts them into the
// order in which they are made.
func (c *linker) linkMoves() hcl.Diagnostics {
	diags := c.ambiguousMoves()
	var order, path []*move
	visits := map[*move]visit{}
	var visit func(m *move)
	visit = func(m *move) {
		switch visits[m] {
		case visited:
			return
		case visiting:
			diags = append(diags, circle(slices.Clone(path[slices.Index(path, m):]))...)
			return
		}
		visits[m] = visiting
		path = append(path, m)
		for _, other := range c.moves {
			if other != m && m.after(other) {
				visit(other)
			}
		}
		path = path[:len(path)-1]
		visits[m] = visited
		order = append(order, m)
	}
	for _, m := range c.moves {
		visit(m)
	}
	c.moves = order
	return diag.MergeRepeated(diags) // a block in a module is one of each of its callers
}

func circle(loop []*move) hcl.Diagnostics {
	slices.Reverse(loop[1:]) // each was visited for the one before it in the path
	moves := make([]string, len(loop))
	for i, m := range loop {
		moves[i] = m.from.String() + " to " + m.to.String()
	}
	return diag.ProblemAt(loop[0].rng, "Cyclic dependency in move statements",
		"These moves lead in a circle, so that nothing has a last place: %s. Keep only those that lead to where the images are declared now.", strings.Join(moves, ", "))
}

// ambiguousMoves finds two moves from, or to, one address. Whole blocks may go to
// one: they become one block, if what is recorded of them has different keys, as
// Relocate finds out.
func (c *linker) ambiguousMoves() hcl.Diagnostics {
	var diags hcl.Diagnostics
	from, to := map[string]*move{}, map[string]*move{}
	for _, m := range c.moves {
		if first := from[m.from.String()]; first != nil {
			diags = append(diags, diag.ProblemAt(m.rng, "Ambiguous move statements",
				"The block at %s moves %s to %s, and this one moves it to %s. An address has one new address: remove one of the blocks.", diag.Place(first.rng), m.from, first.to, m.to)...)
			continue
		}
		from[m.from.String()] = m
		if first := to[m.to.String()]; first != nil && !(first.whole() && m.whole()) {
			diags = append(diags, diag.ProblemAt(m.rng, "Ambiguous move statements",
				"The block at %s moves %s to %s, and this one moves %s there. An address takes what was at one old address: remove one of the blocks.", diag.Place(first.rng), first.from, m.to, m.from)...)
			continue
		}
		to[m.to.String()] = m
	}
	return diags
}

// checkMoved finds moves away from what is still declared.
func (e *evaluator) checkMoved() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, m := range e.config.moves {
		rng, declared := e.declared(m.from, m.whole())
		if !declared {
			continue
		}
		diags = append(diags, diag.ProblemAt(m.rng, "Moved object still exists",
			"The block moves %s, but that %s is still declared at %s. Declare it as %s instead, or remove the moved block.", m.from, m.from.noun(), diag.Place(rng), m.to)...)
	}
	return diag.MergeRepeated(diags)
}
