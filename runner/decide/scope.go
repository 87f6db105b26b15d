package decide

import (
	"gesso/runner/decide/moving"
	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/state"
)

// scope is what a plan is about. That of a whole plan is its zero value.
type scope struct {
	asked *selection.Found         // images that are to be made anew
	left  map[string]*state.Record // addresses that are left out, and what is recorded of each; nil is nothing
	note  *plan.Selection          // for the plan; nil of a whole one
}

// omits reports whether an address is left out.
func (s *scope) omits(address string) bool {
	_, left := s.left[address]
	return left
}

// scopeLike is that of an earlier plan: what has become of its patterns since is of no
// account.
func scopeLike(of *plan.Plan, again []string, m moving.Moves) scope {
	sc := scope{asked: selection.Exactly(again), left: map[string]*state.Record{}, note: of.Selection}
	for _, c := range of.Deselected {
		sc.left[c.Address] = m.State.Get(c.Address)
		if from := m.Origins[c.Address]; from != "" {
			sc.left[from] = nil
		}
	}
	return sc
}
