package decide

import (
	"gesso/runner/plan"
	"gesso/state"
)

// ownCall finds a call of an earlier run that this address made for its key.
func (p *planner) ownCall(c *change) *state.Pending {
	for _, call := range p.pending[c.Address] {
		if c.accepts(call) && !p.calls[call] {
			return call
		}
	}
	return nil
}

// takeUp makes a change collect, or wait for, a call of an earlier run.
func (p *planner) takeUp(c *change, call *state.Pending) {
	p.calls[call] = true
	c.Call, c.Price = call, nil
	c.Home = p.Accounts.Home(*call, c.instance.Block).name()
	if call.InDoubt() {
		c.Action, c.Reasons = plan.InDoubt, []plan.Reason{{Cause: plan.Unanswered}}
		return
	}
	c.Action, c.Reasons = plan.Resume, plan.ToCollect(call)
	if c.Home == "" {
		c.Reasons = append(c.Reasons, plan.Reason{Cause: plan.Stranded, New: call.Endpoint})
	}
}

// takeUpOthersCalls lends calls that their own address has no use for to
// changes that would pay for the same key.
func (p *planner) takeUpOthersCalls() {
	var free map[state.Key][]*state.Pending
	for _, address := range sortedKeys(p.pending) {
		for _, call := range p.pending[address] {
			if !p.calls[call] {
				if free == nil {
					free = map[state.Key][]*state.Pending{}
				}
				for _, key := range state.Recorded(call.Key, &call.Request) {
					free[key] = append(free[key], call)
				}
			}
		}
	}
	if free == nil {
		return
	}
	for _, address := range sortedKeys(p.changes) {
		c := p.changes[address]
		if !c.Action.Paid() || !c.Known() || c.Replace {
			continue
		}
		if call := p.firstFree(free, c); call != nil {
			p.takeUp(c, call)
			c.Lent = true
		}
	}
}

// firstFree is a call of one of the change's keys that nobody has taken up, or nil.
func (p *planner) firstFree(free map[state.Key][]*state.Pending, c *change) *state.Pending {
	for _, key := range c.Keys() {
		for _, call := range free[key] {
			if !p.calls[call] && c.account.takesCall(call) {
				return call
			}
		}
	}
	return nil
}
