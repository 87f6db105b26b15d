package supply

import (
	"iter"
	"slices"

	"gesso/state"
	"gesso/state/disk"
)

// deliveriesOf sorts by picture what records and the ledger tell of its bytes.
func deliveriesOf(s *state.State, ledger *disk.Ledger) map[Loan][]state.Picture {
	all := map[Loan][]state.Picture{}
	add := func(p *state.Picture) {
		of := all[LoanOf(p)]
		if !slices.ContainsFunc(of, func(q state.Picture) bool { return q.Artifact == p.Artifact }) {
			all[LoanOf(p)] = append(of, *p)
		}
	}
	for r := range s.All() {
		if r.HasPicture() {
			add(&r.Picture)
		}
		for rival := range r.AllRivals() {
			add(&rival.Picture)
		}
	}
	entries, _ := ledger.Entries() // an error of it is told by whoever buys
	for _, e := range entries {
		if e.Picture != nil && e.Outcome != state.OutcomeLost {
			add(e.Picture)
		}
	}
	return all
}

// Deliveries yields the other bytes in which a picture came, and which are at hand: in the
// store, or in the output at the path.
func (s *Supply) Deliveries(p *state.Picture) iter.Seq2[state.Picture, string] {
	lost := s.gone()[LoanOf(p)]
	return func(yield func(state.Picture, string) bool) {
		for _, q := range s.deliveries()[LoanOf(p)] {
			path := ""
			switch {
			case q.Artifact == p.Artifact:
				continue
			case s.stored(q.Artifact, lost):
			default:
				if path = s.Output(q.Artifact); path == "" {
					continue
				}
			}
			if !yield(q, path) {
				return
			}
		}
	}
}

// delivered finds a picture in other bytes: the path of the output that has them, or "".
func (s *Supply) delivered(p *state.Picture) (path string, found bool) {
	for _, path := range s.Deliveries(p) {
		return path, true
	}
	return "", false
}

// Delivers reports whether the file at a path is a picture, in whatever bytes it came: it
// is nobody's work but the provider's.
func (s *Supply) Delivers(p *state.Picture, path string) bool {
	for _, q := range s.deliveries()[LoanOf(p)] {
		if s.intact(path, q.Artifact) {
			return true
		}
	}
	return false
}

// madeOf counts the pictures of each task, by the last place of one that is known.
func madeOf(deliveries map[Loan][]state.Picture) map[string]int {
	made := map[string]int{}
	for _, of := range deliveries {
		for _, p := range of {
			made[p.Task] = max(made[p.Task], p.Position)
		}
	}
	return made
}

// Made is how many pictures the task of a picture is known to have brought, at least: 0 is
// that nothing tells. One that shows fewer later does not show each at its place.
func (s *Supply) Made(p *state.Picture) int {
	if p.Task == "" {
		return 0
	}
	return max(s.made()[p.Task], p.Position)
}
