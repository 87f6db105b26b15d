package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/state"
)

// Call is one accepted call.
type Call struct {
	Intent  string
	Task    provider.Task       // as far as it is known
	Heard   time.Time           // of a call of this run: when its answer was here
	Lead    time.Duration       // how long that took since the call was let through
	Request state.Request       // as recorded
	Count   int                 // pictures that were asked for; 0: not known
	Further int                 // how many of these, the last ones, are for the store
	Fewer   func(int)           // told how many of these were not made; nil: a warning says it
	Stored  func(state.Picture) // told of each of them that is in the store; nil: nobody asks
	Over    func()              // called, at least once, when the provider works on it no longer; nil: nobody asks
}

// Pending is a call of an earlier run.
func Pending(p state.Call) Call {
	task := provider.Task{ID: p.Task, TraceID: p.TraceID}
	for _, url := range p.URLs {
		task.State = provider.Succeeded // when they are dead, the task is asked for others
		task.Pictures = append(task.Pictures, provider.Picture{URL: url})
	}
	return Call{Intent: p.Intent, Task: task, Request: p.Request, Count: p.Count, Further: p.Further}
}

// Want is who waits for one picture of a call.
type Want struct {
	Address string
	Index   int // of the picture, from 0
}

// job is the call's task as the poller is told of it.
func (c Call) job() traffic.Job {
	return traffic.Job{ID: c.Task.ID, Kind: fmt.Sprintf("%d of %s, %s", c.Count, c.Request.Model, c.Request.Action), Heard: c.Heard, Lead: c.Lead, Over: c.Over}
}

// ended tells that the provider works on the call no longer.
func (c Call) ended() {
	if c.Over != nil {
		c.Over()
	}
}

// nowhere is a picture of which nobody can tell where it is.
func nowhere(p provider.Picture) bool { return p.URL == "" }

// Renew asks the task of an earlier run's call where its pictures are now. What its
// answer said then may lead to something else by now, and no hash is known yet to
// tell. A task that nobody can be asked for leaves what there is.
func (d *Desk) Renew(ctx context.Context, c Call) Call {
	if c.Task.State != provider.Succeeded || c.Task.ID == "" {
		return c
	}
	task, err := d.Ask(ctx, c.Task.ID)
	if err == nil && task != nil && len(task.Pictures) >= len(c.Task.Pictures) && !slices.ContainsFunc(task.Pictures, nowhere) {
		c.Task = *task
	}
	return c
}

// Pictures waits for a call and brings its pictures into the store. Each that is wanted
// is given to take, side by side, with the number of its want. Each one's failure is its
// own, in the order of the wants, be it that of take. The second error is the whole
// call's, or a *log.BrokenError.
//
// Failures are a *provider.Error, a *LostError, a *ShortError or the context's.
func (c *Collector) Pictures(ctx context.Context, from *Desk, call Call, wants []Want, take func(n int, p state.Picture) error) ([]error, error) {
	errs := make([]error, len(wants))
	task, err := c.finished(ctx, from, call, wants)
	if isGone(err) {
		for n, w := range wants {
			errs[n] = c.lost(call, w, task, err)
		}
		return unbroken(errs)
	}
	if err != nil {
		return nil, err
	}
	if from.Poller.Learns() {
		call.ended() // with an interval the next one waits until this one's pictures are in place
	}
	if missing := min(call.Count-len(task.Pictures), call.Further); missing > 0 && len(task.Pictures) > 0 {
		c.tellFewer(call, missing, wants[0].Address)
	}
	// Before the pictures that are wanted: while one of those is waited for, a
	// killed run leaves the call to the next one.
	if err := c.keepExtras(ctx, from, call, task, wants[0].Address); err != nil {
		return nil, err
	}
	var group errgroup.Group
	for n, w := range wants {
		group.Go(func() error {
			p, err := c.one(ctx, from, call, task, w, len(wants))
			if err == nil {
				err = take(n, p)
			}
			errs[n] = err
			return nil
		})
	}
	_ = group.Wait()
	return unbroken(errs)
}

// unbroken returns errors, or the one of gesso's own files, which alone counts.
func unbroken(errs []error) ([]error, error) {
	for _, err := range errs {
		var broken *log.BrokenError
		if errors.As(err, &broken) {
			return nil, broken
		}
	}
	return errs, nil
}

// one brings one picture of a finished call into the store.
func (c *Collector) one(ctx context.Context, from *Desk, call Call, task provider.Task, w Want, wants int) (state.Picture, error) {
	if w.Index >= len(task.Pictures) {
		return state.Picture{}, c.short(call, w, task, wants)
	}
	p, err := c.fetch(ctx, from, task, w.Index, c.follow(w.Address))
	if err != nil {
		return state.Picture{}, c.lost(call, w, task, err)
	}
	p.Key = call.Request.Key()
	return p, nil
}

// expecter is a provider that wants to know how many pictures a task of an
// earlier run was asked for.
type expecter interface{ Expect(id string, pictures int) }

// finished waits for a call's task. One that failed is settled by that.
func (c *Collector) finished(ctx context.Context, from *Desk, call Call, wants []Want) (provider.Task, error) {
	task := call.Task
	if task.State == provider.Running {
		if e, ok := from.Provider.(expecter); ok && call.Request.Action != string(provider.Edit) {
			e.Expect(task.ID, call.Count) // without it, some of its pictures could look like all
		}
		var err error
		if task, err = from.Poller.Wait(ctx, call.job()); err != nil {
			return task, err
		}
	}
	if task.State != provider.Failed {
		return task, nil
	}
	err := error(&provider.Error{Class: provider.Unmade, Message: "the task failed"})
	if task.Failure != nil {
		failure := task.Failure
		if call.Request.Withholds() {
			failure = failure.Discreet()
		}
		err = failure
	}
	moderated := task.Failure != nil && task.Failure.Class == provider.Moderation
	e := state.Event{
		Kind: state.Refused, Intent: call.Intent, Request: &call.Request, Problem: err.Error(), TraceID: task.TraceID, Moderated: moderated,
		Charge: state.Charge{Cost: task.Cost, CostIn: task.CostIn},
	}
	for _, w := range wants {
		e.Addresses = append(e.Addresses, w.Address)
	}
	if broken := c.Log.Record(e); broken != nil {
		return task, broken
	}
	return task, err
}
