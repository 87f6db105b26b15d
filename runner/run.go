package runner

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"gesso/runner/budget"
	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk"
)

// run is one execution of a plan.
type run struct {
	Tools
	plan    *plan.Plan
	lanes   map[string]*lane
	purse   *budget.Purse
	places  chan struct{}   // one for each image in work; nil without a bound
	fetches chan struct{}   // a place for each download at once
	memory  *picture.Memory // for the pictures that are decoded at once
	ledger  *disk.Ledger    // as it was before the run
	paths   map[string]bool // of all declared images, folded: never removed as somebody's old one
	ctx     context.Context // as long as the run goes on
	stop    context.CancelCauseFunc

	tally      *tally
	strays     int // of the calls that nothing declares: so many were seen to
	remembered *disk.Uploads
	outputsAt  func() map[string][]string // see recordedOutputs; made when it is asked for

	mu       sync.Mutex // guards what follows
	result   Result
	folder   map[string]bool   // where outputs were written
	verified map[string]string // what was at an URL in this run: the hash of its bytes
	damaged  map[string]bool   // objects of the store that a user was told of
	extras   map[string]bool   // intents of calls whose extra pictures were fetched
	left     int               // units that are not done
}

// maxFetches is how many downloads go on at once. Each decodes its picture, in the
// memory that the run has for that.
const maxFetches = 8

// Run does what a plan says. When the context ends, nothing new is submitted,
// what was submitted is left to be collected by the next run, and Run returns
// within about two seconds. The error is one of the journal or of a file of
// gesso's own; what went wrong with single images is in the Result.
func Run(ctx context.Context, p *plan.Plan, tools Tools) (*Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := &run{
		Tools:    tools,
		plan:     p,
		lanes:    map[string]*lane{},
		purse:    budget.NewPurse(p.Budget),
		fetches:  make(chan struct{}, maxFetches),
		memory:   picture.NewMemory(picture.DefaultMemory),
		paths:    map[string]bool{},
		folder:   map[string]bool{},
		verified: map[string]string{},
		damaged:  map[string]bool{},
		extras:   map[string]bool{},
		ctx:      ctx,
		stop:     stop,
		result:   Result{Done: map[plan.Action]int{}},
		tally:    newTally(),

		ledger:     tools.Workspace.Ledger(),
		remembered: tools.Workspace.Uploads(),
		outputsAt:  sync.OnceValue(func() map[string][]string { return recordedOutputs(p) }),
	}
	defer r.remembered.Flush() // a cache: without it there is one more upload
	if tools.Parallelism > 0 {
		r.places = make(chan struct{}, tools.Parallelism)
	}
	for _, a := range p.Accounts {
		r.lanes[a.Name] = r.openLane(ctx, a)
	}
	for c := range p.Declared() {
		r.paths[filename.Fold(c.Path)] = true
	}
	defer r.account() // whatever happens
	if err := r.recordMoves(); err != nil {
		return &r.result, err
	}
	if err := r.recordRenewals(ctx); err != nil {
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

// stops lists why the run, or else the buying of some lanes, ended early.
func (r *run) stops(ctx context.Context) []*StoppedError {
	if why := stopped(ctx); why != nil {
		return []*StoppedError{why}
	}
	var stops []*StoppedError
	for _, a := range r.plan.Accounts {
		if why := stopped(r.lanes[a.Name].buying); why != nil {
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

// do carries out one unit. One that surely pays ends with the buying of its
// lane, anything else with the run. The error it returns ends the run: without
// its journal gesso pays for nothing.
func (r *run) do(l *lane, u *unit) error {
	defer r.finish(u)
	defer u.slot.leave()
	ctx := r.ctx
	if u.changes[0].Action.Paid() && (u.changes[0].Known() || u.blocked != nil) {
		ctx = l.buying
	}
	if u.blocked != nil && stopped(ctx) == nil {
		r.skip(u, *u.blocked)
		return nil
	}
	if !u.slot.take(ctx, r.places) {
		r.postpone(u, u.changes, stopped(ctx))
		return nil
	}
	started := time.Now()
	for _, c := range u.changes {
		r.tell(Event{Kind: Started, Address: c.Address, Action: c.Action})
	}
	var err error
	switch u.changes[0].Action {
	case plan.Generate, plan.Regenerate:
		ctx = l.buying
		err = r.buy(l, u)
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
		return r.reuse(ctx, c, started)
	case plan.Tainted:
		return r.taint(c, c.Picture, r.Evaluation.Unmet(c, c.Picture))
	case plan.Move:
		return r.move(ctx, c, started)
	case plan.Place, plan.Restore:
		return r.restore(ctx, c, started)
	}
	return nil
}
