package decide

import (
	"gesso/runner/plan"
	"gesso/state"
)

// own takes up a call that a change's address began for what the change asks for now;
// nil is that there is none.
func (l *ladder) own(c *change) *state.Call { return l.calls.Own(c.Address, c.Accepts) }

// lend takes up a call that another address began, when its picture is what the change
// asks for; nil is that there is none. One that is to be another picture of the same
// request borrows none.
func (l *ladder) lend(c *change) *state.Call {
	if c.Replace || l.calls.Empty() {
		return nil
	}
	return l.calls.Lend(c.Keys(), c.Buyer.TakesCall)
}

// triggers are what triggers have, and may have, to replace the picture of a change whose request is known.
func (l *ladder) triggers(c *change) (changed, unsure []plan.Reason) {
	changed, unsure = c.Triggered(l.replaced)
	early, open := c.Ordered(l.calls.Begun(c.Address))
	return append(changed, early...), append(unsure, open...)
}

// lendCalls lends calls that their own address has no use for to changes that would
// pay for the same key.
func (p *planner) lendCalls() {
	for _, c := range p.inOrder() {
		if !p.seeks(c) {
			continue
		}
		if call := p.lend(c); call != nil {
			lent := p.collect(c, call)
			lent.lent = true
			c.trace.Lent(lent.reasons)
			p.choose(c, lent)
		}
	}
}
