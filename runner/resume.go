package runner

import (
	"context"

	"gesso/runner/collect"
	"gesso/runner/plan"
	"gesso/state"
)

// resume collects a task that an earlier run paid for.
func (r *run) resume(ctx context.Context, c *plan.Change) error {
	if c.Home == "" {
		return &plan.StrandedError{Endpoint: c.Call.Endpoint, Task: c.Call.Task}
	}
	call := pendingCall(c.Call, c, r.lanes[c.Home])
	call.Call = call.lane.collect.Renew(ctx, call.Call)
	return r.receive(ctx, call)
}

// pendingCall is an earlier run's call, for one of its pictures.
func pendingCall(p *state.Call, c *plan.Change, at *lane) call {
	return call{Call: collect.Pending(*p), lane: at, triggers: p.Triggers, wants: []want{{change: c, index: p.Index}}}
}
