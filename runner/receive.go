package runner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
	"gesso/state/disk"
)

// maxFetchTries is how often a picture that arrives broken is fetched.
const maxFetchTries = 3

// receive waits for an accepted call and puts its pictures where they belong.
// Each one's failure is its own: the others are kept.
func (r *run) receive(ctx context.Context, c call, bought bool, started time.Time) error {
	task, err := r.finished(ctx, c)
	if isGone(err) {
		return failures(c, func(n int) error { return r.lost(c, c.wants[n], err) })
	}
	if err != nil {
		return err
	}
	if c.lane.poller.Learns() {
		c.ended() // with an interval the next one waits until this one's pictures are in place
	}
	// Before the pictures that are wanted: while one of those is waited for, a
	// killed run leaves the call to the next one.
	if err := r.keepExtras(ctx, c, task); err != nil {
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
	return failures(c, func(n int) error { return errs[n] })
}

// failures puts the errors of a call's pictures together. One of gesso's own
// files is alone what counts.
func failures(c call, of func(n int) error) error {
	var failed partError
	for n, w := range c.wants {
		err := of(n)
		var broken *brokenError
		if errors.As(err, &broken) {
			return broken
		}
		if err != nil {
			failed.parts = append(failed.parts, part{w.change, err})
		}
	}
	return failed.orNil()
}

// expecter is a provider that wants to know how many pictures a task of an
// earlier run was asked for.
type expecter interface{ Expect(id string, pictures int) }

// finished waits for a call's task.
func (r *run) finished(ctx context.Context, c call) (provider.Task, error) {
	task := c.task
	if task.State == provider.Running {
		if from, ok := c.lane.Provider.(expecter); ok && c.request.Action != string(provider.Edit) {
			from.Expect(task.ID, c.count) // without it, some of its pictures could look like all
		}
		var err error
		if task, err = c.lane.poller.Wait(ctx, c.job()); err != nil {
			return task, err
		}
	}
	if task.State == provider.Failed {
		err := error(&provider.Error{Class: provider.Unmade, Message: "the task failed"})
		if task.Failure != nil {
			err = task.Failure
		}
		moderated := task.Failure != nil && task.Failure.Class == provider.Moderation
		if broken := r.record(state.Event{Kind: state.Refused, Intent: c.intent, Problem: err.Error(), TraceID: task.TraceID, Moderated: moderated}); broken != nil {
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
		return r.lost(c, w, err)
	}
	p.Key = c.request.Key()
	if bought {
		r.charged(p.Cost)
	}
	r.compareSize(w.change, c.request.Size, p)
	e := state.Event{Kind: state.Collected, Intent: c.intent, Index: w.index}
	action := w.change.Action
	if w.change.Declared == nil {
		e.Address, e.Record = w.change.Address, &state.Record{Request: &c.request, Picture: p}
		if err := r.record(e); err != nil {
			return err
		}
		r.done(w.change, action, bought, started)
		return nil
	}
	e.Record = r.newRecord(w.change, p, c.request)
	e.Record.Tainted = r.Evaluation.Unmet(w.change, &p)
	if !w.change.Lent {
		e.Record.Triggers = c.triggers
	}
	if err := r.record(e); err != nil {
		return err
	}
	if e.Record.Tainted != "" {
		return r.keepAside(w.change, e.Record, bought)
	}
	if err := r.place(w.change, e.Record); err != nil {
		return err
	}
	r.done(w.change, action, bought, started)
	return nil
}

// compareSize warns of a picture that has not the pixels that were asked for, or
// plainly another ratio. It is kept: it was paid for, and the record says what it is.
func (r *run) compareSize(c *plan.Change, size string, p state.Picture) {
	if picture.Matches(size, p.Width, p.Height) {
		return
	}
	err := fmt.Errorf("asked for %s, and the provider made %dx%d", size, p.Width, p.Height)
	r.mu.Lock()
	r.result.OtherSizes = append(r.result.OtherSizes, Outcome{c.Address, err})
	r.mu.Unlock()
	r.tell(Event{Kind: Warned, Address: c.Address, Action: c.Action, Err: err})
}

// short notes that a call brought fewer pictures than it was asked for.
func (r *run) short(c call, w want, task provider.Task) error {
	err := &ShortError{Made: len(task.Pictures), Asked: max(len(c.wants), c.count), TraceID: task.TraceID}
	e := state.Event{Kind: state.Refused, Intent: c.intent, Address: w.change.Address, Problem: err.Error(), TraceID: task.TraceID}
	if broken := r.record(e); broken != nil {
		return broken
	}
	return err
}

// ShortError is a call that brought fewer pictures than it was asked for, for those
// that got none. It unwraps to a *provider.Error.
type ShortError struct {
	Made, Asked int
	TraceID     string
	Again       error // why the same run did not ask for the rest; nil: a call that makes nothing is not repeated
}

func (e *ShortError) Error() string {
	text := fmt.Sprintf("the provider returned %d of %d pictures", e.Made, e.Asked)
	if e.Again != nil {
		text += ", and the rest was not asked for: " + e.Again.Error()
	}
	return (&provider.Error{Class: provider.Unmade, Message: text + "; the next apply asks for the rest", TraceID: e.TraceID}).Error()
}

func (e *ShortError) Unwrap() error {
	return &provider.Error{Class: provider.Unmade, TraceID: e.TraceID}
}

// lost notes that a paid picture is gone from the provider, so that an audit
// tells of it. It stays pending, and every run asks again, until somebody
// decides to give it up.
func (r *run) lost(c call, w want, err error) error {
	if !isGone(err) {
		return err
	}
	if broken := r.record(state.Event{Kind: state.Lost, Intent: c.intent, Index: w.index, Problem: err.Error()}); broken != nil {
		return broken
	}
	return &LostError{Remedy: fmt.Sprintf("gesso resolve '%s' -abandon gives it up, and the next apply buys another", w.change.Address), Err: err}
}

func isGone(err error) bool {
	var failure *provider.Error
	return errors.As(err, &failure) && failure.Class == provider.Gone
}

// LostError is a picture that was paid for and that nobody has any more.
type LostError struct {
	Remedy string // the decision that buys another
	Err    error
}

func (e *LostError) Error() string {
	return fmt.Sprintf("its picture was paid for and is lost: neither the store nor the provider has it; %s (%v)", e.Remedy, e.Err)
}

func (e *LostError) Unwrap() error { return e.Err }

// newRecord is what the state will know of a change's address.
func (r *run) newRecord(c *plan.Change, p state.Picture, request state.Request) *state.Record {
	record := &state.Record{Address: c.Address, Request: &request, Picture: p, DependsOn: c.Declared.Needs, Triggers: c.Triggers()}
	if c.Before != nil {
		record.Path, record.Output = c.Before.Path, c.Before.Output
	}
	return record
}

// fetch brings a finished picture into the store. A download that comes broken
// is repeated, and an address that is gone is asked for anew: both are free.
func (r *run) fetch(ctx context.Context, from *lane, task provider.Task, index int) (state.Picture, error) {
	for tries := 1; ; tries++ {
		p, err := r.download(ctx, from, task.Pictures[index].URL, anything)
		if err == nil {
			p.Task, p.TraceID, p.Provider = task.ID, task.TraceID, from.RecordedAs
			p.Cost = task.Cost / float64(len(task.Pictures))
			p.Seed = task.Pictures[index].Seed
			if len(task.Pictures) > 1 {
				p.Position = index + 1
			}
			p.Generated = task.Finished
			if p.Generated.IsZero() {
				p.Generated = r.now()
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
		if pollErr != nil && failure.Class == provider.Gone {
			return state.Picture{}, pollErr // it is not lost while nobody could be asked
		}
		if len(again) == 1 && index < len(again[0].Pictures) {
			task.Pictures, task.Cost = again[0].Pictures, max(task.Cost, again[0].Cost)
		}
	}
}

// downloadAs is download for a picture that was there before: accepts says why
// another one is not taken. One that arrives broken is fetched again.
func (r *run) downloadAs(ctx context.Context, from *lane, url string, accepts func(state.Picture) error) (state.Picture, error) {
	for tries := 1; ; tries++ {
		p, err := r.download(ctx, from, url, accepts)
		var failure *provider.Error
		if !errors.As(err, &failure) || failure.Class != provider.BadPicture || ctx.Err() != nil || tries == maxFetchTries {
			return p, err
		}
	}
}

// anything accepts what comes first from a task: nothing is known of it yet.
func anything(state.Picture) error { return nil }

// download fetches, checks and stores one picture. It is in the store, synced,
// when download returns: only then may a record speak of it. What is not accepted
// is not stored.
func (r *run) download(ctx context.Context, from *lane, url string, accepts func(state.Picture) error) (state.Picture, error) {
	select {
	case r.fetches <- struct{}{}:
		defer func() { <-r.fetches }()
	case <-ctx.Done():
		return state.Picture{}, ctx.Err()
	}
	in, err := r.Workspace.Store().Create()
	if err != nil {
		return state.Picture{}, &brokenError{err}
	}
	defer in.Abort()
	if _, err := from.Provider.Download(ctx, url, in, from.Limits.PictureBytes); err != nil {
		var failure *provider.Error
		if !errors.As(err, &failure) && ctx.Err() == nil {
			return state.Picture{}, &brokenError{err} // the store's own: a full disk
		}
		return state.Picture{}, err
	}
	info, err := r.verify(ctx, in)
	if err != nil && ctx.Err() != nil {
		return state.Picture{}, ctx.Err()
	}
	if err != nil {
		return state.Picture{}, &provider.Error{Class: provider.BadPicture, Err: err}
	}
	p := state.Picture{Artifact: in.Sum(), Bytes: in.Size(), Format: info.Format, Width: info.Width, Height: info.Height, Blank: info.Blank, URL: url}
	if err := accepts(p); err != nil {
		return state.Picture{}, err
	}
	if _, _, err := in.Commit(); err != nil {
		return state.Picture{}, &brokenError{err}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.verified[url] = p.Artifact
	return p, nil
}

// gives reports whether an URL gives the bytes with a hash: it has in this run, or
// does now. Nothing is stored.
func (r *run) gives(ctx context.Context, from *lane, url, sha string) bool {
	r.mu.Lock()
	known := r.verified[url]
	r.mu.Unlock()
	if known == sha {
		return true
	}
	if !from.Provider.Alive(ctx, url) { // which is quick to tell of a dead one
		return false
	}
	select {
	case r.fetches <- struct{}{}:
		defer func() { <-r.fetches }()
	case <-ctx.Done():
		return false
	}
	digest := sha256.New()
	if _, err := from.Provider.Download(ctx, url, digest, from.Limits.PictureBytes); err != nil || hex.EncodeToString(digest.Sum(nil)) != sha {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.verified[url] = sha
	return true
}

func (r *run) verify(ctx context.Context, in *disk.Incoming) (picture.Info, error) {
	file, err := in.Open()
	if err != nil {
		return picture.Info{}, err
	}
	defer file.Close()
	return r.memory.Verify(ctx, file, 0)
}
