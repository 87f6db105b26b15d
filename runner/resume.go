package runner

import (
	"context"
	"time"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
)

// resume collects a task that an earlier run paid for.
func (r *run) resume(ctx context.Context, c *plan.Change, started time.Time) error {
	if c.Home == nil {
		return &StrandedError{Endpoint: c.Call.Endpoint, Task: c.Call.Task}
	}
	call := pendingCall(c.Call, c, r.lanes[c.Home])
	r.renew(ctx, &call)
	return r.receive(ctx, call, false, started)
}

// renew asks the task of an earlier run's call where its pictures are now. What its
// answer said then may lead to something else by now, and no hash is known yet to
// tell. A task that nobody can be asked for leaves what there is.
func (r *run) renew(ctx context.Context, c *call) {
	if c.task.State != provider.Succeeded || c.task.ID == "" {
		return
	}
	tasks, err := c.lane.Provider.Poll(ctx, []string{c.task.ID})
	if err == nil && len(tasks) == 1 && len(tasks[0].Pictures) >= len(c.task.Pictures) {
		c.task = tasks[0]
	}
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
func pendingCall(p *state.Pending, c *plan.Change, at *lane) call {
	task := provider.Task{ID: p.Task, TraceID: p.TraceID}
	for _, url := range p.URLs {
		task.State = provider.Succeeded // when they are dead, the task is asked for others
		task.Pictures = append(task.Pictures, provider.Picture{URL: url})
	}
	return call{lane: at, intent: p.Intent, task: task, request: p.Request, triggers: p.Triggers, wants: []want{{c, p.Index}}, count: p.Count}
}
