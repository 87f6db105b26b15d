package config

import (
	"slices"

	"gesso/spec/address"
)

// MoveTree finds, of many moves, those that begin or end where another begins, without
// comparing all with all: twenty thousand moved blocks have 400 million pairs.
type MoveTree struct {
	moves []*Move
	root  moveNode
}

// moveNode is a place in the tree, which steps lead to.
type moveNode struct {
	ends   []int // the moves that begin or end here, by their numbers
	blocks map[string]*moveKeys
}

// moveKeys are the instances of one block, and all of them.
type moveKeys struct {
	all   *moveNode
	named map[string]*moveNode
}

// NewMoveTree takes in moves, whose order it keeps.
func NewMoveTree(moves []*Move) *MoveTree {
	t := &MoveTree{moves: moves}
	for i, m := range moves {
		for _, steps := range [][]address.Step{m.source, m.destination} {
			at := &t.root
			for _, s := range steps {
				at = at.child(s)
			}
			at.ends = append(at.ends, i)
		}
	}
	return t
}

func (n *moveNode) child(s address.Step) *moveNode {
	if n.blocks == nil {
		n.blocks = map[string]*moveKeys{}
	}
	keys := n.blocks[s.Block]
	if keys == nil {
		keys = &moveKeys{named: map[string]*moveNode{}}
		n.blocks[s.Block] = keys
	}
	if s.Any {
		if keys.all == nil {
			keys.all = &moveNode{}
		}
		return keys.all
	}
	if keys.named[s.Key] == nil {
		keys.named[s.Key] = &moveNode{}
	}
	return keys.named[s.Key]
}

// Before lists the moves after which a move is made, in their order.
func (t *MoveTree) Before(m *Move) []*Move {
	found := t.root.overlapping(m.source, nil)
	slices.Sort(found)
	var before []*Move
	for _, i := range slices.Compact(found) {
		if other := t.moves[i]; other != m && m.After(other) {
			before = append(before, other)
		}
	}
	return before
}

// overlapping adds the moves with an end that steps can lead to, or into, or through:
// see address.Overlap.
func (n *moveNode) overlapping(steps []address.Step, found []int) []int {
	found = append(found, n.ends...)
	if len(steps) == 0 {
		for _, keys := range n.blocks {
			found = keys.overlapping(address.Step{Any: true}, nil, found)
		}
		return found
	}
	if keys := n.blocks[steps[0].Block]; keys != nil {
		found = keys.overlapping(steps[0], steps[1:], found)
	}
	return found
}

func (k *moveKeys) overlapping(s address.Step, rest []address.Step, found []int) []int {
	if k.all != nil {
		found = k.all.overlapping(rest, found)
	}
	if !s.Any {
		if named := k.named[s.Key]; named != nil {
			found = named.overlapping(rest, found)
		}
		return found
	}
	for _, named := range k.named {
		found = named.overlapping(rest, found)
	}
	return found
}
