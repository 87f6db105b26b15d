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

// Call is an accepted API call.
type Call struct {
	Intent  string
	Task    provider.Task       // as far as it is known
	Heard   time.Time           // when the answer arrived, if this run made the call
	Lead    time.Duration       // the time from the call's admission to its answer
	Request state.Request       // as recorded
	Count   int                 // number of pictures requested; 0: not known
	Further int                 // how many of Count, the last ones, go to the store alone
	Fewer   func(int)           // receives how many of Further were not made; nil: warn
	Stored  func(state.Picture) // receives each of Further once it is stored; nil: nothing
	Over    func()              // called at least once when the provider has finished the call; nil: nothing
}

// Pending converts a call that an earlier run left open.
func Pending(p state.Call) Call {
	task := provider.Task{ID: p.Task, TraceID: p.TraceID}
	for _, url := range p.URLs {
		task.State = provider.Succeeded // if the URLs are dead, the task is asked for new ones
		task.Pictures = append(task.Pictures, provider.Picture{URL: url})
	}
	return Call{Intent: p.Intent, Task: task, Request: p.Request, Count: p.Count, Further: p.Further}
}

// Want is an address that waits for one picture of a call.
type Want struct {
	Address string
	Index   int // of the picture in the call, from 0
}

// job returns the call's task for the poller.
func (c Call) job() traffic.Job {
	return traffic.Job{ID: c.Task.ID, Kind: fmt.Sprintf("%d of %s, %s", c.Count, c.Request.Model, c.Request.Action), Heard: c.Heard, Lead: c.Lead, Over: c.Over}
}

// ended reports that the provider has finished the call.
func (c Call) ended() {
	if c.Over != nil {
		c.Over()
	}
}

// nowhere reports whether a picture has no URL.
func nowhere(p provider.Picture) bool { return p.URL == "" }

// Renew asks the task of an earlier run's call for its current URLs. The recorded ones may
// lead to something else by now, and there is no hash yet to notice it. If the task cannot
// be asked, the call is returned as it is.
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

// Pictures waits for a call and brings its pictures into the store. It calls take
// concurrently, with each wanted picture and the index of its want. The first result has
// one error for each want, including that of take. The second is an error of the whole call
// or a *log.BrokenError.
//
// An error of a want is a *provider.Error, a *LostError, a *ShortError or the context's.
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
		call.ended() // with a fixed interval, the next call waits until this one's pictures are placed
	}
	if missing := min(call.Count-len(task.Pictures), call.Further); missing > 0 && len(task.Pictures) > 0 {
		c.tellFewer(call, missing, wants[0].Address)
	}
	// Extras come first: if the run is killed while a wanted picture is fetched, the call
	// is still open, and the next run fetches the rest.
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

// unbroken returns errs, or only the first *log.BrokenError among them.
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

// expecter is a provider that must know how many pictures an earlier run requested of a
// task.
type expecter interface{ Expect(id string, pictures int) }

// finished waits for a call's task. If the task failed, that settles the call.
func (c *Collector) finished(ctx context.Context, from *Desk, call Call, wants []Want) (provider.Task, error) {
	task := call.Task
	if task.State == provider.Running {
		if e, ok := from.Provider.(expecter); ok && call.Request.Action != string(provider.Edit) {
			e.Expect(task.ID, call.Count) // otherwise a part of its pictures could look complete
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
