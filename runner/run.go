package runner

import (
	"context"
	"os"
	"slices"
	"sync"

	"gesso/runner/budget"
	"gesso/runner/collect"
	"gesso/runner/derive"
	"gesso/runner/log"
	"gesso/runner/picture"
	"gesso/runner/place"
	"gesso/runner/plan"
	"gesso/runner/sourcefile"
	"gesso/runner/walk"
	"gesso/state"
	"gesso/state/disk"
)

// run joins the parts for one execution of a plan. What one part brings it hands to the
// next; what is to be remembered is in the journal.
type run struct {
	plan       *plan.Plan
	evaluation Evaluation
	journal    *disk.Journal
	log        *log.Log
	books      *books
	purse      *budget.Purse
	walk       *walk.Walk
	lanes      map[string]*lane
	collector  *collect.Collector
	placer     *place.Placer
	memory     *picture.Memory // in which files are made from pictures
	hands      *derive.Hands   // which of the files there are somebody's work
}

// Run does what a plan says. When the context ends, nothing new is submitted,
// what was submitted is left to be collected by the next run, and Run returns
// within about two seconds. The error is one of the journal or of a file of
// gesso's own; what went wrong with single images is in the Result.
func Run(ctx context.Context, p *plan.Plan, tools Tools) (*Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	uploads := tools.Workspace.Uploads()
	defer uploads.Flush() // a cache: without it there is one more upload
	r := newRun(ctx, p, tools, uploads)
	err := r.carryOut(ctx, stop)
	makeRoom(ctx, tools.Workspace)
	result := r.books.account(p, r.evaluation.Strays(), r.journal.Get) // whatever happened
	result.Stopped = r.stops(ctx)
	result.Interrupted = ctx.Err() != nil && stopped(ctx) == nil
	return result, err
}

// newRun makes the parts of a run, and opens a lane for each account.
func newRun(ctx context.Context, p *plan.Plan, tools Tools, uploads *disk.Uploads) *run {
	w, books, memory := tools.Workspace, newBooks(tools.Notify), picture.NewMemory(picture.DefaultMemory)
	r := &run{
		plan: p, evaluation: tools.Evaluation, journal: tools.Journal,
		log: tools.log(books.warn), books: books, purse: budget.NewPurse(p.Budget),
		walk: walk.New(tools.Parallelism), memory: memory, hands: derive.NewHands(w), lanes: map[string]*lane{},
	}
	r.collector = collect.New(collect.Config{
		Log: r.log, Store: w.Store(), Outputs: w.Outputs(), Ledger: w.Ledger(), Memory: memory, Supply: tools.Supply,
		Open: func(name string) (*os.File, error) { return sourcefile.Open(w.Dir(), name) },
		Downloading: func(address string, received, size int64) {
			books.tell(Event{Kind: Downloading, Address: address, Received: received, Size: size})
		},
	})
	r.placer = place.New(place.Config{
		Log: r.log, Store: w.Store(), Outputs: w.Outputs(), Memory: memory, Whole: r.collector.Whole, ByHand: r.collector.ByHand(w.Ledger()), Version: tools.Version, Paths: slices.Concat(paths(p), tools.Spared),
		Recorded: sync.OnceValue(func() map[string][]string { return place.RecordedOutputs(recordedBefore(p)) }),
	})
	for _, a := range p.Accounts {
		r.lanes[a.Name] = r.openLane(ctx, a, tools, uploads, memory)
	}
	return r
}

// paths are the outputs of all declared images.
func paths(p *plan.Plan) []string {
	var paths []string
	for c := range p.Declared() {
		paths = append(paths, c.Path)
		for _, f := range c.Declared.Derives {
			paths = append(paths, f.Path)
		}
	}
	return paths
}

// recordedBefore are the records of before the run, of what is declared and of what is to go.
func recordedBefore(p *plan.Plan) []*state.Record {
	var records []*state.Record
	for c := range p.Declared() {
		records = append(records, c.Before)
	}
	for _, c := range p.Changes {
		if c.Declared == nil { // removed
			records = append(records, c.Before)
		}
	}
	for _, c := range p.Deselected {
		if c.Declared == nil {
			records = append(records, c.Before)
		}
	}
	return records
}

// carryOut does all that the plan says, in this order: what is recorded first, the walk,
// and then what can fail nobody else's work. An error of gesso's own files ends it.
func (r *run) carryOut(ctx context.Context, stop context.CancelCauseFunc) error {
	for _, step := range []func(context.Context) error{
		r.recordMoves, r.recordReviews, r.withdraw, r.recordRenewals, r.noteWaiting, r.adopt,
		func(ctx context.Context) error { return r.walkUnits(ctx, stop) },
		func(ctx context.Context) error { return r.collectStrays(ctx, stop) },
		r.removals, r.noteTriggers,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// walkUnits does each unit once what it needs is over, several at the same time.
func (r *run) walkUnits(ctx context.Context, stop context.CancelCauseFunc) error {
	defer r.prefetch(ctx)()
	var order []*walk.Unit
	for _, u := range r.buildUnits() {
		u.Do = func() error {
			err := r.do(ctx, u)
			if err != nil {
				stop(&StoppedError{Err: err}) // without its journal gesso pays for nothing
				r.walk.Set(u.Unit, walk.Failed)
			}
			return err
		}
		order = append(order, u.Unit)
	}
	return r.walk.Run(ctx, order)
}

// do carries out one unit. What surely pays ends with the buying of its lane, anything
// else with the run. An error ends the run: it is one of gesso's own files.
func (r *run) do(ctx context.Context, u *unit) error {
	c, need := u.first(), r.walk.Blocked(u.Unit)
	l := r.lanes[c.Worker()]
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
	for _, c := range u.changes {
		r.books.begin(c)
		r.books.tell(Event{Kind: Started, Address: c.Address, Action: c.Action})
	}
	if c.Action.Paid() {
		err := r.buy(l, u)
		return r.conclude(l.over(), u, err)
	}
	return r.conclude(ctx, u, r.fulfil(ctx, c, c.Action))
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
