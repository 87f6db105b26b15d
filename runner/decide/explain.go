package decide

import (
	"slices"

	"gesso/runner/decide/arguments"
	"gesso/runner/plan"
)

// Explain tells everything that decided about an image of the plan, which was made with
// the address as Situation.Explain. It reports whether the plan has such an image.
func (p *Prepared) Explain(address string) (*plan.Explanation, bool) {
	c := p.all[address]
	if c == nil {
		i := slices.IndexFunc(p.Changes, func(c *plan.Change) bool { return c.Address == address })
		if i < 0 {
			return nil, false
		}
		return &plan.Explanation{Change: p.Changes[i]}, true
	}
	e := &plan.Explanation{Change: c.Change, Arguments: arguments.Of(c.Instance), Triggers: c.Declared.Triggers, Budget: p.Budget, LeftOut: p.Leaves(c.Change)}
	e.Rungs = c.trace.Answers()
	e.Needed, e.Awaiting = p.Around(c.Change)
	return e, true
}
