package config

import (
	"fmt"
	"slices"
	"testing"

	"gesso/spec/address"
)

// TestMoveTree finds what comparing all moves with all finds, in the same order.
func TestMoveTree(t *testing.T) {
	var ends [][]address.Step
	for _, text := range []string{"image.a", "image.b", `image.a["x"]`, `image.a["y"]`, "module.m", "module.n", "module.m[0]", "module.m.image.a", `module.m[0].image.a["x"]`, "module.m.module.n", "module.m[1].module.n.image.b"} {
		steps := address.Parse(text)
		ends = append(ends, steps)
		whole := slices.Clone(steps)
		whole[len(whole)-1].Any = true
		around := slices.Clone(steps)
		around[0].Any = true
		ends = append(ends, whole, around)
	}
	var moves []*Move
	for i, from := range ends {
		for j, to := range ends {
			if (i+j)%3 != 0 {
				target := func(steps []address.Step) Target { return Target{Steps: steps} }
				moves = append(moves, &Move{From: target(from), To: target(to), source: from, destination: to})
			}
		}
	}
	tree := NewMoveTree(moves)
	for i, m := range moves {
		var want []*Move
		for _, other := range moves {
			if other != m && m.After(other) {
				want = append(want, other)
			}
		}
		if got := tree.Before(m); !slices.Equal(got, want) {
			t.Fatalf("move %d, from %v to %v, is after %d moves, want %d", i, m.source, m.destination, len(got), len(want))
		}
	}
	if len(moves) < 500 {
		t.Error(fmt.Sprint("only ", len(moves), " moves"))
	}
}
