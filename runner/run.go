package runner

import (
	"context"
	"errors"
	"maps"
	"path"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"gesso/runner/budget"
	"gesso/runner/plan"
	"gesso/spec"
	"gesso/state"
)

var (
	errInDoubt = errors.New("its request is in doubt")
	errFailed  = errors.New("it failed")
	errStopped = errors.New("its provider was stopped")
	errTainted = errors.New("its picture fails a postcondition")
)

// grace is how long a request that was sent when the run is interrupted may
// wait for its answer: with it the next run can collect, without it the
// request is in doubt.
const grace = 1500 * time.Millisecond

// run is one execution of a plan.
type run struct {
	Tools
	plan    *plan.Plan
	lanes   map[*plan.Account]*lane
	purse   *budget.Purse
	places  chan struct{}   // one for each image in work; nil without a bound
	fetches chan struct{}   // a place for each download at once
	ledger  *state.Ledger   // as it was before the run
	paths   map[string]bool // of all declared images, folded: never removed as somebody's old one
	ctx     context.Context // as long as the run goes on
	stop    context.CancelCauseFunc

	evaluation *plan.Evaluation // of the plan, with what is recorded by now
	remembered *state.Uploads
	outputsAt  func() map[string][]string // see recordedOutputs; made when it is asked for

	mu     sync.Mutex // guards what follows
	result Result
	folder map[string]bool // where outputs were written
	made   map[string]bool // addresses whose URL is of this run, and so alive
	extras map[string]bool // intents of calls whose extra pictures were fetched
	left   int             // units that are not done
}

// maxFetches is how many downloads go on at once. Each decodes its picture, at
// some 4 bytes a pixel.
const maxFetches = 8

// Run does what a plan says. When the context ends, nothing new is submitted,
// what was submitted is left to be collected by the next run, and Run returns
// within about two seconds. The error is one of the journal or of a file of
// gesso's own; what went wrong with single images is in the Result.
func Run(ctx context.Context, p *plan.Plan, tools Tools) (*Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := &run{
		Tools:   tools,
		plan:    p,
		lanes:   map[*plan.Account]*lane{},
		purse:   budget.NewPurse(p.Situation.Budget),
		fetches: make(chan struct{}, maxFetches),
		paths:   map[string]bool{},
		folder:  map[string]bool{},
		made:    map[string]bool{},
		extras:  map[string]bool{},
		ctx:     ctx,
		stop:    stop,
		result:  Result{Done: map[plan.Action]int{}},

		evaluation: p.Evaluate(tools.Journal),
		ledger:     p.Situation.Workspace.Ledger(),
		remembered: p.Situation.Workspace.Uploads(),
		outputsAt:  sync.OnceValue(func() map[string][]string { return recordedOutputs(p) }),
	}
	defer r.remembered.Flush() // a cache: without it there is one more upload
	if tools.Parallelism > 0 {
		r.places = make(chan struct{}, tools.Parallelism)
	}
	for _, a := range p.Situation.Accounts {
		r.lanes[a] = r.openLane(ctx, a)
	}
	for c := range p.Declared() {
		r.paths[spec.FoldPath(c.Path)] = true
	}
	if err := r.recordMoves(); err != nil {
		return &r.result, err
	}
	r.noteWaiting()
	if err := r.adopt(); err != nil {
		return &r.result, err
	}
	err := r.execute(ctx)
	r.result.Folders = slices.SortedFunc(maps.Keys(r.folder), state.CompareAddress)
	r.result.Stopped = r.stops(ctx)
	r.result.Interrupted = ctx.Err() != nil && stopped(ctx) == nil
	return &r.result, err
}

// stops lists why the run, or else some of its lanes, ended early.
func (r *run) stops(ctx context.Context) []*StoppedError {
	if why := stopped(ctx); why != nil {
		return []*StoppedError{why}
	}
	var stops []*StoppedError
	for _, a := range r.plan.Situation.Accounts {
		if why := stopped(r.lanes[a].ctx); why != nil {
			stops = append(stops, why)
		}
	}
	return stops
}

// execute walks the graph: every unit is started when what it needs is done,
// so many at once. Then come the removals, which can fail nobody else's work.
func (r *run) execute(ctx context.Context) error {
	units := buildUnits(r.plan)
	r.left = len(units)
	for _, l := range r.lanes {
		l.ready = make(chan *unit, len(units))
	}
	for _, u := range units {
		if u.waits == 0 {
			r.release(u)
		}
	}
	if r.left == 0 {
		r.close()
	}
	group := &errgroup.Group{}
	for _, l := range r.lanes {
		group.Go(func() error { return l.work(r.do) })
	}
	err := group.Wait()
	if err == nil {
		err = r.collectStrays(ctx)
	}
	if err == nil {
		err = r.removals(ctx)
	}
	if err == nil {
		err = r.noteTriggers(ctx)
	}
	return err
}

// finish releases the units that waited for one.
func (r *run) finish(u *unit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range u.dependents {
		if d.waits--; d.waits == 0 {
			r.release(d)
		}
	}
	if r.left--; r.left == 0 {
		r.close()
	}
}

// release lets the lane of a unit that waits for nothing do it.
func (r *run) release(u *unit) { r.lanes[u.changes[0].Worker()].ready <- u }

// close tells all lanes that nothing more comes.
func (r *run) close() {
	for _, l := range r.lanes {
		close(l.ready)
	}
}

// enter takes a place among the images in work. It reports whether the context
// left time for that; the caller then owes a leave.
func (r *run) enter(ctx context.Context) bool {
	if ctx.Err() != nil || r.places == nil {
		return ctx.Err() == nil
	}
	select {
	case <-ctx.Done():
		return false
	case r.places <- struct{}{}:
		return true
	}
}

func (r *run) leave() {
	if r.places != nil {
		<-r.places
	}
}

// do carries out one unit. One that surely calls the provider ends with its
// lane, anything else with the run. The error it returns ends the run: without
// its journal gesso pays for nothing.
func (r *run) do(l *lane, u *unit) error {
	defer r.finish(u)
	ctx := r.ctx
	if u.changes[0].Online() {
		ctx = l.ctx
	}
	if u.blocked != nil && stopped(ctx) == nil {
		r.skip(u, *u.blocked)
		return nil
	}
	if !r.enter(ctx) {
		r.postpone(u, u.changes, stopped(ctx))
		return nil
	}
	defer r.leave()
	started := time.Now()
	for _, c := range u.changes {
		r.tell(Event{Kind: Started, Address: c.Address, Action: c.Action})
	}
	var err error
	switch u.changes[0].Action {
	case plan.Generate, plan.Regenerate:
		err = r.buy(ctx, u)
	case plan.Import:
		err = r.takeOver(ctx, l, u.changes[0], started)
	default:
		err = r.settle(ctx, u.changes[0], u.changes[0].Action, started)
	}
	return r.judge(ctx, u, err, started)
}

// settle carries out a change that gets by with a picture that was paid for
// already. The action is what a run has learned that it is, or the change's own.
func (r *run) settle(ctx context.Context, c *plan.Change, action plan.Action, started time.Time) error {
	switch action {
	case plan.None:
		r.done(c, plan.None, false, started)
	case plan.Resume:
		return r.resume(ctx, c, started)
	case plan.InDoubt:
		return &DoubtError{Pending: *c.Call}
	case plan.Reuse:
		return r.reuse(c, started)
	case plan.Tainted:
		return r.taint(c, c.Picture, r.evaluation.Unmet(c, c.Picture))
	case plan.Move:
		return r.move(ctx, c, started)
	case plan.Place, plan.Restore:
		return r.restore(ctx, c, started)
	}
	return nil
}

// judge sorts a unit's error: what concerns its images alone is noted, and what
// they made impossible is skipped.
func (r *run) judge(ctx context.Context, u *unit, err error, started time.Time) error {
	var broken *brokenError
	var each *partError
	var elsewhere *StoppedError // of the lane that a call of an earlier run was made in
	switch {
	case err == nil:
		return nil
	case errors.As(err, &broken):
		r.stop(&StoppedError{Err: broken})
		r.block(u, u.changes, errFailed)
		return broken
	case errors.As(err, &elsewhere):
		r.postpone(u, u.changes, elsewhere)
		return nil
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		r.postpone(u, u.changes, stopped(ctx))
		return nil
	case errors.As(err, &each):
		for _, part := range each.parts {
			if ctx.Err() != nil && errors.Is(part.err, context.Canceled) {
				r.postpone(u, []*plan.Change{part.change}, stopped(ctx))
				continue
			}
			r.fail(part.change, part.err, started)
			r.block(u, []*plan.Change{part.change}, part.err)
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
func (r *run) block(u *unit, changes []*plan.Change, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	why := errFailed
	switch {
	case errors.Is(err, errInDoubt):
		why = errInDoubt
	case errors.Is(err, budget.ErrExceeded):
		why = budget.ErrExceeded
	case errors.Is(err, errStopped):
		why = errStopped
	case errors.Is(err, errTainted):
		why = errTainted
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
	for _, needed := range u.changes[0].Instance.DependsOn {
		if needed == address {
			return true
		}
	}
	return false
}

// postpone leaves changes of a unit to the next run because nothing more is
// asked of their provider. Nil is an interrupt, which leaves all alike.
func (r *run) postpone(u *unit, changes []*plan.Change, why *StoppedError) {
	if why == nil {
		return
	}
	r.mu.Lock()
	for _, c := range changes {
		r.result.Skipped = append(r.result.Skipped, Outcome{c.Address, why})
	}
	r.mu.Unlock()
	r.block(u, changes, errStopped)
}

// skip notes a unit that was not tried, and what that makes impossible in turn.
func (r *run) skip(u *unit, why Outcome) {
	for _, c := range u.changes {
		err := &SkippedError{Needs: why.Address, Err: why.Err}
		if errors.Is(why.Err, budget.ErrExceeded) {
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
			if errors.Is(why.Err, budget.ErrExceeded) {
				d.blocked.Err = budget.ErrExceeded
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
	change *plan.Change
	err    error
}

func (e *partError) Error() string { return e.parts[0].err.Error() }

// orNil is the error, or nil when nothing has failed.
func (e *partError) orNil() error {
	if len(e.parts) == 0 {
		return nil
	}
	return e
}

// partsOf is an error of a unit as one of each change that it concerns.
func partsOf(u *unit, err error) []part {
	var each *partError
	if err == nil || errors.As(err, &each) {
		if each == nil {
			return nil
		}
		return each.parts
	}
	parts := make([]part, len(u.changes))
	for n, c := range u.changes {
		parts[n] = part{c, err}
	}
	return parts
}

// record appends to the journal. After an error nothing more is paid for.
func (r *run) record(e state.Event) error {
	e.Time = r.now().UTC()
	if err := r.Journal.Append(e); err != nil {
		return &brokenError{err}
	}
	if r.Recorded != nil {
		r.Recorded(e)
	}
	return nil
}

func (t Tools) now() time.Time {
	if t.Now == nil {
		return time.Now()
	}
	return t.Now()
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
	r.mu.Lock()
	switch {
	case errors.Is(err, errInDoubt):
		kind = InQuestion
		r.result.InDoubt = append(r.result.InDoubt, outcome)
	case errors.Is(err, budget.ErrExceeded):
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

// done notes a change that was carried out.
func (r *run) done(c *plan.Change, action plan.Action, bought bool, started time.Time) {
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
		r.result.Cost.Add(c)
		e.Price = c.Price
		r.made[c.Address] = true
	}
	r.mu.Unlock()
	r.tell(e)
}
