package revert

import (
	"iter"

	"gesso/runner"
	"gesso/runner/plan"
	"gesso/runner/supply"
	"gesso/state"
)

// Tools completes the tools of a run of the plan: it asks no provider, and has nothing
// decided anew.
func (m *Made) Tools(t runner.Tools) runner.Tools {
	t.Connections = map[string]runner.Connection{}
	for _, a := range m.Accounts {
		t.Connections[a.Name] = runner.Connection{}
	}
	t.Evaluation, t.Supply = &settled{m.then}, offline{m.supply}
	dir := t.Workspace.Dir()
	t.Place = func(name string) (string, string) { return dir, name }
	return t
}

// offline is a supply without providers.
type offline struct{ *supply.Supply }

// Asked is false: nobody is asked.
func (offline) Asked(*state.Picture) bool { return false }

// Copies are those of the supply.
func (o offline) Copies(p *state.Picture) iter.Seq2[string, string] { return o.Supply.Copies(p) }

// settled answers what a run asks about a plan of which everything is known.
type settled struct{ then map[string]*state.Record }

func (*settled) Learn(c *plan.Change) (plan.Action, error) { return c.Action, nil }

func (*settled) MayBuy(*plan.Change) error { return nil }

// Unmet is what the picture had failed when it was recorded.
func (s *settled) Unmet(c *plan.Change, _ *state.Picture) string {
	if r := s.then[c.Address]; r != nil {
		return r.Tainted
	}
	return ""
}

func (*settled) Strays() []*plan.Call { return nil }
