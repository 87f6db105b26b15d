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
		return &StrandedError{Endpoint: c.Call.Endpoint, Task: c.Call.Task}
	}
	call := pendingCall(c.Call, c, r.lanes[c.Home])
	call.Call = call.lane.collect.Renew(ctx, call.Call)
	return r.receive(ctx, call)
}

// StrandedError is a call whose picture cannot be collected, because no
// provider block has the endpoint that it was sent to. The call is kept.
type StrandedError struct {
	Endpoint string
	Task     string // "" of a call that has none
}

func (e *StrandedError) Error() string {
	what := "its picture"
	if e.Task != "" {
		what = "task " + e.Task
	}
	return what + " is at " + e.Endpoint + ", and no provider block has that endpoint now; add one that has it, with an alias if need be, and apply collects the picture, or give it up with gesso resolve ADDRESS -abandon"
}

// pendingCall is an earlier run's call, for one of its pictures.
func pendingCall(p *state.Call, c *plan.Change, at *lane) call {
	return call{Call: collect.Pending(*p), lane: at, triggers: p.Triggers, wants: []want{{change: c, index: p.Index}}}
}
