package decide

import (
	"cmp"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/eval"
	"gesso/state"
)

// moves are the records that stand under other addresses than they did.
type moves struct {
	state    *state.State      // what is recorded, after the moves
	events   []state.Event     // that make it so
	origins  map[string]string // the old address by the new one
	released map[state.Key][]*state.Record
	reviews  map[string]*state.Review // what is decided about pictures now, by the address; state has it
}

// relocate puts what is recorded under the addresses that moved blocks give it.
// Nothing is written: the plan is made from a state in which it has happened. What is
// left out stays where it is.
func relocate(config *eval.Config, s *state.State, sc scope) (moves, hcl.Diagnostics) {
	m := moves{state: s, origins: map[string]string{}}
	list, diags := config.Relocate(func(yield func(string) bool) {
		for r := range s.All() {
			if !yield(r.Address) {
				return
			}
		}
	})
	if len(list) > 0 {
		m.state = s.Clone()
	}
	for _, moved := range list {
		if sc.omits(moved.To) {
			continue
		}
		r := *s.Get(moved.From)
		r.Address = moved.To
		m.add(moved.From, &r)
	}
	return m, diags
}

// RecordedAs returns the address at which is recorded, until the next apply,
// what a plan shows at address because of a moved block. Where nothing moves,
// that is the same.
func RecordedAs(address string, config *eval.Config, s *state.State) string {
	m, _ := relocate(config, s, scope{})
	return cmp.Or(m.origins[address], address)
}

func (m *moves) add(from string, to *state.Record) {
	e := state.Event{Kind: state.Moved, From: from, Record: to}
	m.events = append(m.events, e)
	m.state.Apply(e)
	m.origins[to.Address] = from
}
