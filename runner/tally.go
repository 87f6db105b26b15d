package runner

import (
	"errors"
	"fmt"
	"sync"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
)

// tally is what became of a run's changes, and what was spent on them. A picture is
// spent on from its acceptance: a run that is stopped has paid for what it has not
// collected.
type tally struct {
	mu      sync.Mutex
	told    map[*plan.Change]bool   // the Result has an outcome of it
	intents map[*plan.Change]string // of its last request in this run
	open    map[*plan.Change]bool   // that request was accepted, and what it brings is not known
	spent   plan.Cost
	perhaps plan.Cost
}

func newTally() *tally {
	return &tally{told: map[*plan.Change]bool{}, intents: map[*plan.Change]string{}, open: map[*plan.Change]bool{}}
}

// intend notes that a request for changes is about to be sent.
func (t *tally) intend(changes []*plan.Change, intent string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range changes {
		t.intents[c] = intent
	}
}

// accept notes that it was accepted.
func (t *tally) accept(changes []*plan.Change) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range changes {
		t.open[c] = true
		t.spent.Add(c)
	}
}

// bring notes that a change has its picture.
func (t *tally) bring(c *plan.Change) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.open, c)
}

// end notes that what was accepted ends with the run, and is not paid for.
func (t *tally) end(c *plan.Change) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open[c] {
		delete(t.open, c)
		t.spent.Take(c)
	}
}

// fail notes what a failure of a change may have cost.
func (t *tally) fail(c *plan.Change, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if errors.Is(err, errInDoubt) {
		if t.intents[c] != "" {
			t.perhaps.Add(c)
		}
		return
	}
	var failure *provider.Error
	if !t.open[c] || !errors.As(err, &failure) || failure.Charge() == provider.AlreadyPaid {
		return
	}
	delete(t.open, c)
	t.spent.Take(c)
	if failure.Charge() == provider.PerhapsCharged {
		t.perhaps.Add(c)
	}
}

// note marks a change as one that the Result tells of.
func (t *tally) note(c *plan.Change) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.told[c] = true
}

// isTold reports whether the Result tells of a change.
func (t *tally) isTold(c *plan.Change) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.told[c]
}

// intent is that of a change's last request in this run, or "".
func (t *tally) intent(c *plan.Change) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.intents[c]
}

// account makes the Result tell of every change: what the run has left, because it
// was stopped or interrupted, is paid for and to be collected, or in doubt, or was
// never sent.
func (r *run) account() {
	for _, c := range r.plan.Changes {
		if !r.tally.isTold(c) {
			r.leftover(c)
		}
	}
	if r.Evaluation != nil {
		for n, s := range r.Evaluation.Strays() {
			switch {
			case n < r.strays:
			case s.InDoubt():
				r.result.InDoubt = append(r.result.InDoubt, Outcome{s.Address, &DoubtError{Pending: s.Pending}})
			default:
				r.result.Uncollected = append(r.result.Uncollected, Outcome{s.Address, uncollected(s.Pending)})
			}
		}
	}
	r.result.Cost, r.result.Perhaps = r.tally.spent, r.tally.perhaps
}

// leftover tells of a change that nothing became of.
func (r *run) leftover(c *plan.Change) {
	switch c.Action {
	case plan.Resume:
		r.result.Uncollected = append(r.result.Uncollected, Outcome{c.Address, uncollected(*c.Call)})
		return
	case plan.InDoubt:
		r.result.InDoubt = append(r.result.InDoubt, Outcome{c.Address, &DoubtError{Pending: *c.Call}})
		return
	}
	p := r.pending(c)
	switch {
	case p == nil:
		r.result.Skipped = append(r.result.Skipped, Outcome{c.Address, ErrNotTried})
	case p.Endpoint == state.EndpointBuiltin:
		// Neither paid for nor in doubt: what it was asked for ends with this process.
		r.tally.end(c)
		r.result.Skipped = append(r.result.Skipped, Outcome{c.Address, errEnded})
	case p.InDoubt():
		doubt := &DoubtError{Pending: *p}
		r.tally.fail(c, doubt)
		r.result.InDoubt = append(r.result.InDoubt, Outcome{c.Address, doubt})
	default:
		r.result.Uncollected = append(r.result.Uncollected, Outcome{c.Address, uncollected(*p)})
	}
}

// pending is the call that a change made in this run, as long as it waits for its
// picture; else nil.
func (r *run) pending(c *plan.Change) *state.Pending {
	intent, record := r.tally.intent(c), r.Journal.Get(c.Address)
	if intent == "" || record == nil {
		return nil
	}
	for _, p := range record.Pending {
		if p.Intent == intent {
			return &p
		}
	}
	return nil
}

// ErrNotTried is of a change that the run has not come to.
var ErrNotTried = errors.New("the run ended before it was tried; the next apply goes on")

// errEnded is of a picture that was under way when its maker ended with the run.
var errEnded = errors.New("the built-in sandbox ended with the run, before the picture was there; it cost nothing, and the next apply makes it anew")

// uncollected says of a call that its picture is paid for.
func uncollected(p state.Pending) error {
	if p.Task == "" {
		return errors.New("its picture is paid for; the next apply collects it")
	}
	return fmt.Errorf("its picture is paid for, as task %s; the next apply collects it", p.Task)
}
