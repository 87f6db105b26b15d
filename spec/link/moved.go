package link

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// linkMoves checks the moved blocks against each other and puts them into the
// order in which they are made.
func (l *Linker) linkMoves() hcl.Diagnostics {
	diags := l.ambiguousMoves()
	var order, path []*config.Move
	visits, tree := map[*config.Move]visit{}, config.NewMoveTree(l.Moves)
	var visit func(m *config.Move)
	visit = func(m *config.Move) {
		switch visits[m] {
		case visited:
			return
		case visiting:
			diags = append(diags, circle(slices.Clone(path[slices.Index(path, m):]))...)
			return
		}
		visits[m] = visiting
		path = append(path, m)
		for _, other := range tree.Before(m) {
			visit(other)
		}
		path = path[:len(path)-1]
		visits[m] = visited
		order = append(order, m)
	}
	for _, m := range l.Moves {
		visit(m)
	}
	l.Moves = order
	return diag.MergeRepeated(diags) // a block in a module is one of each of its callers
}

func circle(loop []*config.Move) hcl.Diagnostics {
	slices.Reverse(loop[1:]) // each was visited for the one before it in the path
	moves := make([]string, len(loop))
	for i, m := range loop {
		moves[i] = m.From.String() + " to " + m.To.String()
	}
	return diag.ProblemAt(loop[0].Range, "Cyclic dependency in move statements",
		"These moves lead in a circle, so that nothing has a last place: %s. Keep only those that lead to where the images are declared now.", strings.Join(moves, ", "))
}

// ambiguousMoves finds two moves from, or to, one address. Whole blocks may go to
// one: they become one block, if what is recorded of them has different keys, as
// Relocate finds out.
func (l *Linker) ambiguousMoves() hcl.Diagnostics {
	var diags hcl.Diagnostics
	from, to := map[string]*config.Move{}, map[string]*config.Move{}
	for _, m := range l.Moves {
		if first := from[m.From.String()]; first != nil {
			diags = append(diags, diag.ProblemAt(m.Range, "Ambiguous move statements",
				"The block at %s moves %s to %s, and this one moves it to %s. An address has one new address: remove one of the blocks.", diag.Position(first.Range), m.From, first.To, m.To)...)
			continue
		}
		from[m.From.String()] = m
		if first := to[m.To.String()]; first != nil && !(first.Whole() && m.Whole()) {
			diags = append(diags, diag.ProblemAt(m.Range, "Ambiguous move statements",
				"The block at %s moves %s to %s, and this one moves %s there. An address takes what was at one old address: remove one of the blocks.", diag.Position(first.Range), first.From, m.To, m.From)...)
			continue
		}
		to[m.To.String()] = m
	}
	return diags
}
