package runner

import (
	"errors"
	"path"
	"time"

	"gesso/runner/log"
	"gesso/runner/plan"
	"gesso/runner/walk"
)

// newLog is what all parts write to.
func (r *run) newLog() *log.Log {
	return &log.Log{Journal: r.Journal, Now: r.Now, Recorded: r.Recorded, Warned: func(address string, err error) {
		r.tell(Event{Kind: Warned, Address: address, Err: err})
	}}
}

// tell passes an event on.
func (r *run) tell(e Event) {
	if r.Notify == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Notify(e)
}

func (r *run) fail(c *plan.Change, err error, started time.Time) {
	outcome := Outcome{c.Address, err}
	kind := Failed
	r.tally.fail(c, err)
	r.tally.note(c)
	r.mu.Lock()
	switch became(err) {
	case walk.InDoubt:
		kind = InQuestion
		r.result.InDoubt = append(r.result.InDoubt, outcome)
	case walk.LeftOut:
		kind = LeftOut
		r.result.LeftOut = append(r.result.LeftOut, outcome)
	default:
		r.result.Failed = append(r.result.Failed, outcome)
	}
	r.mu.Unlock()
	e := Event{Kind: kind, Address: c.Address, Action: c.Action, Err: err, Elapsed: time.Since(started)}
	var tainted *TaintedError
	if errors.As(err, &tainted) {
		e.Price = tainted.price
	}
	r.tell(e)
}

// charged adds what the provider says that a picture cost.
func (r *run) charged(cost float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.result.Charged += cost
}

// done notes a change that was carried out.
func (r *run) done(c *plan.Change, action plan.Action, bought bool, started time.Time) {
	r.tally.note(c)
	e := Event{Kind: Finished, Address: c.Address, Action: action, Path: c.Path, Elapsed: time.Since(started)}
	r.mu.Lock()
	if action == plan.None {
		r.result.Unchanged++
	} else {
		r.result.Done[action]++
	}
	if action != plan.None && action != plan.Remove && action != plan.Forget && c.Path != "" {
		r.folder[path.Dir(c.Path)] = true
	}
	if bought {
		r.tally.bring(c)
		e.Price = c.Price
	}
	r.mu.Unlock()
	r.tell(e)
}
