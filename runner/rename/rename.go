// Package rename puts into moved blocks what a plan moves by itself: the pictures of
// images that were renamed, as far as the plan can tell. Written down, a move is what
// its author meant, and not what fits.
//
// It promises that each recorded address gets the one that the plan has for it, by few
// blocks, and that none moves away from what is still declared, which would be a
// mistake. Nor is there one for a key that has lost a carriage return: nobody renamed it.
// It decides no move, and writes no file.
//
//	blocks := rename.Blocks(moves, declared)
//	fmt.Print(rename.Text(blocks))
package rename

import (
	"fmt"
	"slices"
	"strings"

	"gesso/runner/plan"
	"gesso/spec/address"
)

// Blocks are moved blocks that say what single records do, in the order of addresses.
// Declared reports whether the configuration has the block of an image, or the module,
// at an address without a key at its end. Moves have each address once.
func Blocks(moves []plan.Rename, declared func(string) bool) []plan.Rename {
	moves = slices.DeleteFunc(slices.Clone(moves), func(m plan.Rename) bool {
		return m.From != m.To && strings.ReplaceAll(m.From, `\r`, "") == m.To
	})
	wide := make([]plan.Rename, len(moves))
	from, to := map[string]string{}, map[string]string{}
	split := map[string]bool{}
	for i, m := range moves {
		wide[i] = widen(m)
		w := wide[i]
		if other, known := from[w.From]; known && other != w.To {
			split[w.From] = true
		}
		if other, known := to[w.To]; known && other != w.From {
			split[other], split[w.From] = true, true
		}
		from[w.From], to[w.To] = w.To, w.From
	}
	var blocks []plan.Rename
	for i, w := range wide {
		if split[w.From] || w != moves[i] && declared(w.From) {
			w = moves[i]
		}
		if !slices.Contains(blocks, w) {
			blocks = append(blocks, w)
		}
	}
	slices.SortFunc(blocks, func(a, b plan.Rename) int { return address.Compare(a.From, b.From) })
	return blocks
}

// widen is the move of a whole image block, or of a whole module, that takes a record to
// where one of its own does; or that itself.
func widen(m plan.Rename) plan.Rename {
	from, to := address.Parse(m.From), address.Parse(m.To)
	at := -1
	for i := range min(len(from), len(to)) {
		if from[i] != to[i] {
			if at >= 0 {
				return m
			}
			at = i
		}
	}
	inner := at >= 0 && at < len(from)-1
	if len(from) != len(to) || at < 0 || from[at].Key != to[at].Key || inner && at > 0 {
		return m
	}
	head := func(steps []address.Step) string {
		steps = slices.Clone(steps[:at+1])
		steps[at].Key = ""
		return address.Join(steps)
	}
	return plan.Rename{From: head(from), To: head(to)}
}

// Text is moved blocks as they stand in a configuration.
func Text(blocks []plan.Rename) string {
	var b strings.Builder
	for i, m := range blocks {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "moved {\n  from = %s\n  to   = %s\n}\n", m.From, m.To)
	}
	return b.String()
}
