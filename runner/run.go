package runner

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"gesso/runner/budget"
	"gesso/runner/buy"
	"gesso/runner/collect"
	"gesso/runner/log"
	"gesso/runner/picture"
	"gesso/runner/place"
	"gesso/runner/plan"
	"gesso/runner/walk"
	"gesso/state"
	"gesso/state/disk"
)

// run is one execution of a plan.
type run struct {
	Tools
	plan      *plan.Plan
	lanes     map[*plan.Account]*lane
	purse     *budget.Purse
	walk      *walk.Walk
	log       *log.Log
	placer    *place.Placer
	collector *collect.Collector
	memory    *picture.Memory // for the pictures that are decoded at once
	ctx       context.Context // as long as the run goes on
	stop      context.CancelCauseFunc

	tally      *tally
	strays     int              // of the calls that nothing declares: so many were seen to
	evaluation *plan.Evaluation // of the plan, with what is recorded by now
	remembered *disk.Uploads

	mu     sync.Mutex // guards what follows
	result Result
	folder map[string]bool // where outputs were written
}

// Run does what a plan says. When the context ends, nothing new is submitted,
// what was submitted is left to be collected by the next run, and Run returns
// within about two seconds. The error is one of the journal or of a file of
// gesso's own; what went wrong with single images is in the Result.
func Run(ctx context.Context, p *plan.Plan, tools Tools) (*Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := &run{
		Tools:  tools,
		plan:   p,
		lanes:  map[*plan.Account]*lane{},
		walk:   walk.New(tools.Parallelism),
		purse:  budget.NewPurse(p.Situation.Budget),
		memory: picture.NewMemory(picture.DefaultMemory),
		folder: map[string]bool{},
		ctx:    ctx,
		stop:   stop,
		result: Result{Done: map[plan.Action]int{}},
		tally:  newTally(),

		evaluation: p.Evaluate(tools.Journal),
		remembered: p.Situation.Workspace.Uploads(),
	}
	defer r.remembered.Flush() // a cache: without it there is one more upload
	r.log = r.newLog()
	for _, a := range p.Situation.Accounts {
		r.lanes[a] = r.openLane(ctx, a)
	}
	r.collector = newCollector(r.log, p.Situation.Workspace, r.memory, p.Supply)
	r.placer = r.newPlacer()
	defer r.account() // whatever happens
	if err := r.recordMoves(); err != nil {
		return &r.result, err
	}
	if err := r.recordRenewals(ctx); err != nil {
		return &r.result, err
	}
	r.noteWaiting(ctx)
	if err := r.adopt(); err != nil {
		return &r.result, err
	}
	err := r.execute(ctx)
	r.result.Folders = slices.SortedFunc(maps.Keys(r.folder), state.CompareAddress)
	r.result.Stopped = r.stops(ctx)
	r.result.Interrupted = ctx.Err() != nil && stopped(ctx) == nil
	return &r.result, err
}

// newCollector makes what brings pictures into a workspace's store. Supply may be nil.
func newCollector(l *log.Log, w *disk.Workspace, memory *picture.Memory, supply collect.Supply) *collect.Collector {
	return collect.New(collect.Config{Log: l, Store: w.Store(), Outputs: w.Outputs(), Ledger: w.Ledger(), Memory: memory, Supply: supply})
}

// newPlacer makes what writes and removes the outputs of the plan.
func (r *run) newPlacer() *place.Placer {
	p, w := r.plan, r.plan.Situation.Workspace
	var paths []string
	for c := range p.Declared() {
		paths = append(paths, c.Path)
	}
	return place.New(place.Config{
		Log: r.log, Outputs: w.Outputs(), Store: w.Store(), Memory: r.memory, Whole: r.collector.Whole, Paths: paths,
		Recorded: sync.OnceValue(func() map[string][]string { return place.RecordedOutputs(recordedBefore(p)) }),
	})
}

// recordedBefore are the records of before the run, of what is declared and of what is to go.
func recordedBefore(p *plan.Plan) []*state.Record {
	var records []*state.Record
	for c := range p.Declared() {
		records = append(records, c.Before)
	}
	for _, c := range p.Changes {
		if c.Instance == nil { // removed
			records = append(records, c.Before)
		}
	}
	return records
}

// stops lists why the run, or else the buying of some lanes, ended early.
func (r *run) stops(ctx context.Context) []*StoppedError {
	if why := stopped(ctx); why != nil {
		return []*StoppedError{why}
	}
	var stops []*StoppedError
	for _, a := range r.plan.Situation.Accounts {
		if why := stopped(r.lanes[a].buying); why != nil {
			stops = append(stops, why)
		}
	}
	return stops
}

// execute walks the units: each is done when what it needs is done, so many at once.
// Then come the removals, which can fail nobody else's work.
func (r *run) execute(ctx context.Context) error {
	units := map[*walk.Unit]*unit{}
	var order []*walk.Unit
	for _, u := range r.buildUnits() {
		units[u.Unit] = u
		order = append(order, u.Unit)
	}
	err := r.walk.Run(ctx, order, func(u *walk.Unit) error { return r.do(ctx, units[u]) })
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

// do carries out one unit. One that surely pays ends with the buying of its
// lane, anything else with the run. The error it returns ends the run: without
// its journal gesso pays for nothing.
func (r *run) do(ctx context.Context, u *unit) error {
	l, c, need := r.lanes[u.first().Worker()], u.first(), r.walk.Blocked(u.Unit)
	if c.Action.Paid() && (c.Known() || need != nil) {
		ctx = l.buying
	}
	if need != nil && stopped(ctx) == nil {
		r.skip(u, *need)
		return nil
	}
	if !r.walk.Start(ctx, u.Unit) {
		r.postpone(u, u.changes, stopped(ctx))
		return nil
	}
	u.slot = r.walk.Slot(u.Unit)
	started := time.Now()
	for _, c := range u.changes {
		r.tell(Event{Kind: Started, Address: c.Address, Action: c.Action})
	}
	var err error
	switch c.Action {
	case plan.Generate, plan.Regenerate:
		ctx = l.buying
		err = r.buy(l, u)
	case plan.Import:
		err = r.takeOver(ctx, l, c, started)
	default:
		err = r.settle(ctx, c, c.Action, started)
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
		return &buy.DoubtError{Pending: *c.Call}
	case plan.Reuse:
		return r.reuse(ctx, c, started)
	case plan.Tainted:
		return r.taint(ctx, c, c.Picture, r.evaluation.Unmet(c, c.Picture))
	case plan.Move:
		return r.move(ctx, c, started)
	case plan.Place, plan.Restore:
		return r.restore(ctx, c, started)
	}
	return nil
}
