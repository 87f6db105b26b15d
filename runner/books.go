package runner

import (
	"errors"
	"path"
	"sync"
	"time"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/walk"
	"gesso/state"
)

// books keep account of what became of a run's changes: for its Result, and for whoever
// follows the run.
type books struct {
	mu     sync.Mutex // guards what follows
	notify func(Event)
	result Result
	tally  tally
	began  map[*plan.Change]time.Time
	told   map[*plan.Change]bool    // the Result has its outcome
	folder map[string]bool          // where outputs were written
	lost   map[*provider.Error]bool // failures whose cost the Result has
	strays int                      // how many of the calls that nothing declares were seen to
	slowed map[string]time.Time     // until when each provider takes nothing, by its name
}

// newBooks returns empty books. Notify may be nil.
func newBooks(notify func(Event)) *books {
	return &books{
		notify: notify, result: Result{Done: map[plan.Action]int{}}, tally: newTally(),
		began: map[*plan.Change]time.Time{}, told: map[*plan.Change]bool{}, folder: map[string]bool{}, slowed: map[string]time.Time{}, lost: map[*provider.Error]bool{},
	}
}

// tell passes an event on.
func (b *books) tell(e Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pass(e)
}

// pass is tell, for a caller that holds the lock.
func (b *books) pass(e Event) {
	if b.notify != nil {
		b.notify(e)
	}
}

// each passes on an event of one kind for each of some addresses.
func (b *books) each(kind EventKind, addresses []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, address := range addresses {
		b.pass(Event{Kind: kind, Address: address})
	}
}

// warn tells of something that a user should know, and that stops nothing.
func (b *books) warn(address string, err error) {
	b.tell(Event{Kind: Warned, Address: address, Err: err})
}

// throttle notes for how long a provider takes nothing. Times that overlap count once.
func (b *books) throttle(e Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	from := time.Now()
	until := from.Add(e.Wait)
	if known := b.slowed[e.Provider]; known.After(from) {
		from = known
	}
	if until.After(from) {
		b.result.Slowed += until.Sub(from)
		b.slowed[e.Provider] = until
	}
	b.pass(e)
}

// begin notes that the work on a change begins.
func (b *books) begin(c *plan.Change) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.began[c] = time.Now()
}

// elapsed is for how long a change has been worked on; 0 before that began. The caller holds the lock.
func (b *books) elapsed(c *plan.Change) time.Duration {
	if began, ok := b.began[c]; ok {
		return time.Since(began)
	}
	return 0
}

// note marks a change as one whose outcome the Result has.
func (b *books) note(c *plan.Change) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told[c] = true
}

// change lets f write to the Result.
func (b *books) change(f func(*Result)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f(&b.result)
}

// skip notes a change that was not tried.
func (b *books) skip(c *plan.Change, why error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told[c] = true
	b.result.Skipped = append(b.result.Skipped, Outcome{c.Address, why})
}

// fail notes a change that could not be carried out, and what that may have cost.
func (b *books) fail(c *plan.Change, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lose(c, err)
	b.told[c] = true
	kind, outcome := Failed, Outcome{c.Address, err}
	switch became(err) {
	case walk.InDoubt:
		kind = InQuestion
		b.result.InDoubt = append(b.result.InDoubt, outcome)
	case walk.LeftOut:
		kind = LeftOut
		b.result.LeftOut = append(b.result.LeftOut, outcome)
	default:
		b.result.Failed = append(b.result.Failed, outcome)
	}
	e := Event{Kind: kind, Address: c.Address, Action: c.Action, Err: err, Elapsed: b.elapsed(c)}
	var tainted *TaintedError
	if errors.As(err, &tainted) {
		e.Price, e.Currency = tainted.price, c.Currency
	}
	b.pass(e)
}

// lose notes what a failure of a change has cost. The caller holds the lock.
func (b *books) lose(c *plan.Change, err error) {
	bought := b.tally.open[c] > 0
	b.tally.fail(c, err)
	var failure *provider.Error
	if bought && errors.As(err, &failure) && failure.Cost > 0 && !b.lost[failure] { // one for all that share the call
		b.lost[failure] = true
		b.result.Charged.Add(failure.Cost, state.Charge{CostIn: failure.CostIn}.Currency())
	}
}

// done notes a change that was carried out, as what it turned out to be.
func (b *books) done(c *plan.Change, action plan.Action) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told[c] = true
	defer b.forget(c)
	if action == plan.None {
		b.result.Unchanged++
	} else {
		b.result.Done[action]++
	}
	if action.LeavesOutput() && c.Path != "" {
		b.folder[path.Dir(c.Path)] = true
	}
	e := Event{Kind: Finished, Address: c.Address, Action: action, Path: c.Path, Elapsed: b.elapsed(c)}
	if e.Price = b.tally.bring(c); e.Price != nil {
		e.Currency = c.Currency
	}
	b.pass(e)
}

// forget lets go of what was noted of a change while it was worked on: there may be a
// hundred thousand. Who calls it has the lock.
func (b *books) forget(c *plan.Change) {
	delete(b.began, c)
	b.tally.forget(c)
}

// intend notes the intent under which the request of a unit was written down last; "" is
// none, and changes nothing.
func (b *books) intend(u *unit, intent string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if intent != "" {
		b.tally.intend(u.changes, u.each(), intent)
	}
}

// accept notes that the request of a unit was accepted.
func (b *books) accept(u *unit) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tally.accept(u.changes, u.each())
	for _, c := range u.changes {
		b.pass(Event{Kind: Submitted, Address: c.Address, Action: c.Action})
	}
}

// again notes that another picture is bought for a change, after a failure that may have
// cost something.
func (b *books) again(c *plan.Change, price *float64, failure, why error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lose(c, failure)
	b.pass(Event{Kind: Warned, Address: c.Address, Action: c.Action, Price: price, Currency: c.Currency, Err: why})
}

// charge notes what the provider says that a picture cost, if it was bought in this run.
func (b *books) charge(c *plan.Change, charge state.Charge) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tally.open[c] > 0 {
		b.result.Charged.Add(charge.Cost, charge.Currency())
	}
}

// bring notes that a change has its picture, and returns its price, if it was bought in
// this run.
func (b *books) bring(c *plan.Change) *float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.tally.bring(c)
}

// intent is the intent of a change's last request in this run; "": there was none.
func (b *books) intent(c *plan.Change) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.tally.intents[c]
}
