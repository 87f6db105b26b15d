package runner

import (
	"context"
	"errors"
	"path"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"gesso/spec"
	"gesso/state"
)

var (
	errInDoubt = errors.New("its request is in doubt")
	errFailed  = errors.New("it failed")
)

// grace is how long a request that was sent when the run is interrupted may
// wait for its answer: with it the next run can collect, without it the
// request is in doubt.
const grace = 1500 * time.Millisecond

// run is one execution of a plan.
type run struct {
	Tools
	plan    *Plan
	gate    *gate
	purse   *purse
	poller  *poller
	fetches chan struct{} // a place for each download at once
	uploads *uploads
	ready   chan *unit
	paths   map[string]bool // of all declared images, folded: never removed as somebody's old one
	stop    context.CancelCauseFunc

	outputsAt func() map[string][]string // see recordedOutputs; made when it is asked for

	evaluation sync.Mutex // guards the plan's expansion

	mu     sync.Mutex // guards what follows
	result Result
	taken  map[*Stray]bool // taken up by a change
	folder map[string]bool // where outputs were written
	made   map[string]bool // addresses whose URL is of this run, and so alive
	left   int             // units that are not done
}

// maxFetches is how many downloads go on at once. Each decodes its picture, at
// some 4 bytes a pixel.
const maxFetches = 8

// Run does what a plan says. When the context ends, nothing new is submitted,
// what was submitted is left to be collected by the next run, and Run returns
// within about two seconds. The error is one of the journal or of a file of
// gesso's own; what went wrong with single images is in the Result.
func (p *Plan) Run(ctx context.Context, tools Tools) (*Result, error) {
	tools.Limits = tools.Limits.withDefaults()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := &run{
		Tools:   tools,
		plan:    p,
		gate:    newGate(tools.Limits),
		purse:   &purse{Budget: p.situation.Budget},
		fetches: make(chan struct{}, maxFetches),
		paths:   map[string]bool{},
		folder:  map[string]bool{},
		made:    map[string]bool{},
		taken:   map[*Stray]bool{},
		stop:    stop,
		result:  Result{Done: map[Action]int{}},

		outputsAt: sync.OnceValue(p.recordedOutputs),
	}
	r.uploads = &uploads{run: r, remembered: p.situation.Workspace.Uploads(), urls: map[string]*upload{}}
	defer r.uploads.remembered.Flush() // a cache: without it there is one more upload
	r.poller = &poller{ctx: ctx, provider: tools.Provider, interval: tools.Limits.PollInterval, timeout: tools.Limits.Timeout, hints: tools.Hints, waiting: map[string]*watch{}}
	for _, c := range p.all {
		r.paths[spec.FoldPath(c.Path)] = true
	}
	for _, c := range p.Changes {
		if c.Action == InDoubt {
			r.result.InDoubt = append(r.result.InDoubt, Outcome{c.Address, &DoubtError{Pending: *c.pending}})
		}
	}
	if err := r.adopt(); err != nil {
		return &r.result, err
	}
	err := r.execute(ctx)
	r.result.Folders = sortedKeys(r.folder)
	r.result.Stopped = stopCause(ctx)
	r.result.Interrupted = ctx.Err() != nil && r.result.Stopped == nil
	return &r.result, err
}

// stopCause is the error for which the run ended itself, or nil.
func stopCause(ctx context.Context) error {
	var stopped *stoppedError
	if errors.As(context.Cause(ctx), &stopped) {
		return stopped.cause
	}
	return nil
}

type stoppedError struct{ cause error }

func (e *stoppedError) Error() string { return "the run was stopped: " + e.cause.Error() }

// execute walks the graph: every unit is started when what it needs is done,
// so many at once. Then come the removals, which can fail nobody else's work.
func (r *run) execute(ctx context.Context) error {
	units := r.plan.buildUnits()
	r.left = len(units)
	r.ready = make(chan *unit, len(units)+1)
	for _, u := range units {
		if u.waits == 0 {
			r.ready <- u
		}
	}
	if r.left == 0 {
		close(r.ready)
	}
	group := &errgroup.Group{}
	group.SetLimit(r.Limits.Parallelism)
	for u := range r.ready {
		group.Go(func() error {
			defer r.finish(u)
			return r.do(ctx, u)
		})
	}
	err := group.Wait()
	if err == nil {
		err = r.collectStrays(ctx)
	}
	if err == nil {
		err = r.removals(ctx)
	}
	return err
}

// finish releases the units that waited for one.
func (r *run) finish(u *unit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range u.dependents {
		if d.waits--; d.waits == 0 {
			r.ready <- d
		}
	}
	if r.left--; r.left == 0 {
		close(r.ready)
	}
}

// do carries out one unit. The error it returns ends the run: without its
// journal gesso pays for nothing.
func (r *run) do(ctx context.Context, u *unit) error {
	if u.blocked != nil {
		r.skip(u, *u.blocked)
		return nil
	}
	if ctx.Err() != nil {
		return nil // left for the next run, which the summary says
	}
	started := time.Now()
	for _, c := range u.changes {
		r.tell(Event{Kind: Started, Address: c.Address, Action: c.Action})
	}
	var err error
	switch u.changes[0].Action {
	case Generate, Regenerate:
		err = r.buy(ctx, u)
	case Resume:
		err = r.resume(ctx, u.changes[0], started)
	case Reuse:
		err = r.reuse(ctx, u.changes[0], started)
	case Place, Restore:
		err = r.restore(ctx, u.changes[0], started)
	}
	return r.judge(ctx, u, err, started)
}

// judge sorts a unit's error: what concerns its images alone is noted, and what
// they made impossible is skipped.
func (r *run) judge(ctx context.Context, u *unit, err error, started time.Time) error {
	var broken *brokenError
	var each *partError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &broken):
		r.stop(&stoppedError{broken})
		r.block(u, u.changes, errFailed)
		return broken
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		r.block(u, u.changes, errFailed)
		return nil
	case errors.As(err, &each):
		for _, part := range each.parts {
			if ctx.Err() == nil || !errors.Is(part.err, context.Canceled) {
				r.fail(part.change, part.err, started)
			}
			r.block(u, []*Change{part.change}, part.err)
		}
		return nil
	}
	for _, c := range u.changes {
		r.fail(c, err, started)
	}
	r.block(u, u.changes, err)
	return nil
}

// block marks the units that need an image that was not made.
func (r *run) block(u *unit, changes []*Change, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	why := errFailed
	switch {
	case errors.Is(err, errInDoubt):
		why = errInDoubt
	case errors.Is(err, errBudget):
		why = errBudget
	}
	for _, d := range u.dependents {
		for _, c := range changes {
			if d.blocked == nil && d.needs(c.Address) {
				d.blocked = &Outcome{Address: c.Address, Err: why}
			}
		}
	}
}

func (u *unit) needs(address string) bool {
	for _, needed := range u.changes[0].instance.DependsOn {
		if needed == address {
			return true
		}
	}
	return false
}

// skip notes a unit that was not tried, and what that makes impossible in turn.
func (r *run) skip(u *unit, why Outcome) {
	for _, c := range u.changes {
		err := &SkippedError{Needs: why.Address, Err: why.Err}
		if errors.Is(why.Err, errBudget) {
			r.fail(c, err, time.Now()) // it was left out as well
			continue
		}
		r.tell(Event{Kind: Skipped, Address: c.Address, Action: c.Action, Err: err})
		r.mu.Lock()
		r.result.Skipped = append(r.result.Skipped, Outcome{c.Address, err})
		r.mu.Unlock()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range u.dependents {
		if d.blocked == nil {
			d.blocked = &Outcome{Address: u.changes[0].Address, Err: errSkipped}
			if errors.Is(why.Err, errBudget) {
				d.blocked.Err = errBudget
			}
		}
	}
}

// SkippedError says why an image was not tried.
type SkippedError struct {
	Needs string // the address of the image that it needs
	Err   error  // what became of that one
}

func (e *SkippedError) Error() string { return "it needs " + e.Needs + ", and " + e.Err.Error() }

func (e *SkippedError) Unwrap() error { return e.Err }

var errSkipped = errors.New("it was skipped")

// brokenError is a failure of gesso's own files: the run cannot go on.
type brokenError struct{ error }

func (e *brokenError) Unwrap() error { return e.error }

// partError is the failure of some of a unit's images.
type partError struct{ parts []part }

type part struct {
	change *Change
	err    error
}

func (e *partError) Error() string { return e.parts[0].err.Error() }

// record appends to the journal. After an error nothing more is paid for.
func (r *run) record(e state.Event) error {
	e.Time = time.Now().UTC()
	if err := r.Journal.Append(e); err != nil {
		return &brokenError{err}
	}
	if r.Recorded != nil {
		r.Recorded(e)
	}
	return nil
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

func (r *run) fail(c *Change, err error, started time.Time) {
	outcome := Outcome{c.Address, err}
	kind := Failed
	r.mu.Lock()
	switch {
	case errors.Is(err, errInDoubt):
		kind = InQuestion
		r.result.InDoubt = append(r.result.InDoubt, outcome)
	case errors.Is(err, errBudget):
		kind = LeftOut
		r.result.LeftOut = append(r.result.LeftOut, outcome)
	default:
		r.result.Failed = append(r.result.Failed, outcome)
	}
	r.mu.Unlock()
	r.tell(Event{Kind: kind, Address: c.Address, Action: c.Action, Err: err, Elapsed: time.Since(started)})
}

// done notes a change that was carried out.
func (r *run) done(c *Change, action Action, bought bool, started time.Time) {
	e := Event{Kind: Finished, Address: c.Address, Action: action, Path: c.Path, Elapsed: time.Since(started)}
	r.mu.Lock()
	if action == None {
		r.result.Unchanged++
	} else {
		r.result.Done[action]++
	}
	if action != None && action != Remove && c.Path != "" {
		r.folder[path.Dir(c.Path)] = true
	}
	if bought {
		r.result.Cost.add(c)
		e.Price = c.Price
		r.made[c.Address] = true
	}
	r.mu.Unlock()
	r.tell(e)
}
