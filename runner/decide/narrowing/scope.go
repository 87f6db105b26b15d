package narrowing

import (
	"gesso/runner/decide/moving"
	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/spec/eval"
	"gesso/spec/part"
	"gesso/state"
)

// Scope is what a plan is about. That of a whole plan is its zero value.
type Scope struct {
	Asked *selection.Found         // images that are to be made anew
	Left  map[string]*state.Record // addresses that are left out, and what is recorded of each; nil is nothing
	Loose map[Wait]bool            // calls of addresses that are left out and not declared
	Going map[string]bool          // addresses that are left out and ask for another picture than they have: a whole plan lets go of that
	Note  *plan.Selection          // for the plan; nil of a whole one
	Part  *part.Part               // what of the configuration it needs; nil is all
	Aside []*eval.Instance         // what is declared beside that, and left out
}

// Wait is a picture of a call that was not collected.
type Wait struct {
	Intent string
	Index  int
}

// Omits reports whether an address is left out.
func (s *Scope) Omits(address string) bool {
	_, left := s.Left[address]
	return left
}

// Leave leaves an address out, and where its record is, and stays.
func (s *Scope) Leave(address string, m moving.Moves) {
	s.Left[address] = m.State.Get(address)
	if from := m.Origins[address]; from != "" {
		s.Left[from] = nil
	}
}

// Like is the scope of an earlier plan, with what is to be made anew: what has become of
// its patterns since is of no account. Recall tells of what is recorded.
func Like(of *plan.Plan, again []string, m moving.Moves, c *eval.Config, recall eval.Recall) Scope {
	s := Scope{Asked: selection.Exactly(again), Left: map[string]*state.Record{}, Note: of.Selection}
	for _, change := range of.Deselected {
		s.Leave(change.Address, m)
	}
	if !of.Selection.Narrow {
		return s
	}
	x, _ := c.Expand(recall)
	s.Part, _ = Around(c.Tree, selection.Choice{Targets: of.Selection.Targets, Excludes: of.Selection.Excludes}, x)
	for _, address := range Unseen(c.Tree, s.Part, m.State) {
		s.Leave(address, m)
	}
	return s
}
