package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"gesso/runner/picture"
	"gesso/runner/provider"
	"gesso/state"
)

// maxPictureBytes bounds a download. A 100-megapixel PNG is seldom larger.
const maxPictureBytes = 256 << 20

// maxFetchTries is how often a picture that arrives broken is fetched.
const maxFetchTries = 3

// receive waits for an accepted call and puts its pictures where they belong.
// Each one's failure is its own: the others are kept.
func (r *run) receive(ctx context.Context, c call, bought bool, started time.Time) error {
	task, err := r.finished(ctx, c)
	if err != nil {
		return err
	}
	errs := make([]error, len(c.wants))
	var group errgroup.Group
	for n, w := range c.wants {
		group.Go(func() error {
			errs[n] = r.receiveOne(ctx, c, w, task, bought, started)
			return nil
		})
	}
	_ = group.Wait()
	if c.extras {
		r.keepExtras(ctx, c, task)
	}
	var failed partError
	for n, err := range errs {
		var broken *brokenError
		if errors.As(err, &broken) {
			return broken
		}
		if err != nil {
			failed.parts = append(failed.parts, part{c.wants[n].change, err})
		}
	}
	if len(failed.parts) > 0 {
		return &failed
	}
	return nil
}

// finished waits for a call's task.
func (r *run) finished(ctx context.Context, c call) (provider.Task, error) {
	task := c.task
	if task.State == provider.Running {
		var err error
		if task, err = c.lane.poller.wait(ctx, task.ID); err != nil {
			return task, err
		}
	}
	if task.State == provider.Failed {
		err := error(&provider.Error{Class: provider.Unmade, Message: "the task failed"})
		if task.Failure != nil {
			err = task.Failure
		}
		if broken := r.record(state.Event{Kind: state.Refused, Intent: c.intent, Problem: err.Error(), TraceID: task.TraceID}); broken != nil {
			return task, broken
		}
		return task, err
	}
	return task, nil
}

func (r *run) receiveOne(ctx context.Context, c call, w want, task provider.Task, bought bool, started time.Time) error {
	if w.index >= len(task.Pictures) {
		return r.short(c, w, task)
	}
	p, err := r.fetch(ctx, c.lane, task, w.index)
	if err != nil {
		return err
	}
	p.Key = c.request.Key()
	r.compareSize(w.change, c.request.Size, p)
	e := state.Event{Kind: state.Collected, Intent: c.intent, Index: w.index}
	action := w.change.Action
	if w.change.instance == nil {
		e.Record = &state.Record{Request: &c.request, Picture: p}
		if err := r.record(e); err != nil {
			return err
		}
		r.done(w.change, action, bought, started)
		return nil
	}
	e.Record = r.newRecord(w.change, p, c.request)
	if err := r.record(e); err != nil {
		return err
	}
	if err := r.place(w.change, e.Record); err != nil {
		return err
	}
	r.done(w.change, action, bought, started)
	return nil
}

// compareSize warns of a picture that has not the pixels that were asked for. It
// is kept: it was paid for, and the record says what it is.
func (r *run) compareSize(c *Change, size string, p state.Picture) {
	width, height, ok := picture.Dimensions(size)
	if ok && (p.Width != width || p.Height != height) {
		r.tell(Event{Kind: Warned, Address: c.Address, Action: c.Action,
			Err: fmt.Errorf("asked for %s, and the provider made %dx%d", size, p.Width, p.Height)})
	}
}

// short notes that a call brought fewer pictures than it was asked for.
func (r *run) short(c call, w want, task provider.Task) error {
	err := &provider.Error{Class: provider.Unmade, TraceID: task.TraceID,
		Message: fmt.Sprintf("the provider returned %d of %d pictures; the next apply asks for the rest", len(task.Pictures), len(c.wants))}
	e := state.Event{Kind: state.Refused, Intent: c.intent, Address: w.change.Address, Problem: err.Message, TraceID: task.TraceID}
	if broken := r.record(e); broken != nil {
		return broken
	}
	return err
}

// keepExtras puts the pictures that nobody asked for into the store: they were
// paid for all the same. What cannot be fetched of them is not missed.
func (r *run) keepExtras(ctx context.Context, c call, task provider.Task) {
	for n := len(c.wants); n < len(task.Pictures); n++ {
		if p, err := r.fetch(ctx, c.lane, task, n); err == nil {
			p.Key = c.request.Key()
			_ = r.record(state.Event{Kind: state.Collected, Intent: c.intent, Index: n, Record: &state.Record{Request: &c.request, Picture: p}})
		}
	}
}

// newRecord is what the state will know of a change's address.
func (r *run) newRecord(c *Change, p state.Picture, request state.Request) *state.Record {
	record := &state.Record{Address: c.Address, Request: &request, Picture: p, DependsOn: c.instance.DependsOn}
	if c.Before != nil {
		record.Path, record.Output = c.Before.Path, c.Before.Output
	}
	return record
}

// fetch brings a finished picture into the store. A download that comes broken
// is repeated, and an address that is gone is asked for anew: both are free.
func (r *run) fetch(ctx context.Context, from *lane, task provider.Task, index int) (state.Picture, error) {
	for tries := 1; ; tries++ {
		p, err := r.download(ctx, from, task.Pictures[index].URL)
		if err == nil {
			p.Task, p.TraceID, p.Provider = task.ID, task.TraceID, from.Name()
			p.URL, p.Seed = task.Pictures[index].URL, task.Pictures[index].Seed
			p.Generated = task.Finished
			if p.Generated.IsZero() {
				p.Generated = time.Now()
			}
			p.Generated = p.Generated.UTC().Truncate(time.Second)
			return p, nil
		}
		var failure *provider.Error
		if !errors.As(err, &failure) || ctx.Err() != nil || tries == maxFetchTries {
			return state.Picture{}, err
		}
		if failure.Class != provider.Gone && failure.Class != provider.BadPicture {
			return state.Picture{}, err // the client has tried again already
		}
		if task.ID == "" {
			continue
		}
		again, pollErr := from.Provider.Poll(ctx, []string{task.ID})
		if pollErr == nil && len(again) == 1 && index < len(again[0].Pictures) {
			task.Pictures = again[0].Pictures
		}
	}
}

// download fetches, checks and stores one picture. It is in the store, synced,
// when download returns: only then may a record speak of it.
func (r *run) download(ctx context.Context, from *lane, url string) (state.Picture, error) {
	select {
	case r.fetches <- struct{}{}:
		defer func() { <-r.fetches }()
	case <-ctx.Done():
		return state.Picture{}, ctx.Err()
	}
	in, err := r.plan.situation.Workspace.Store().Create()
	if err != nil {
		return state.Picture{}, &brokenError{err}
	}
	defer in.Abort()
	if _, err := from.Provider.Download(ctx, url, in, maxPictureBytes); err != nil {
		var failure *provider.Error
		if !errors.As(err, &failure) && ctx.Err() == nil {
			return state.Picture{}, &brokenError{err} // the store's own: a full disk
		}
		return state.Picture{}, err
	}
	info, err := verify(in)
	if err != nil {
		return state.Picture{}, &provider.Error{Class: provider.BadPicture, Err: err}
	}
	sha, size, err := in.Commit()
	if err != nil {
		return state.Picture{}, &brokenError{err}
	}
	return state.Picture{Artifact: sha, Bytes: size, Format: info.Format, Width: info.Width, Height: info.Height, Blank: info.Blank}, nil
}

func verify(in *state.Incoming) (picture.Info, error) {
	file, err := in.Open()
	if err != nil {
		return picture.Info{}, err
	}
	defer file.Close()
	return picture.Verify(file, 0)
}
