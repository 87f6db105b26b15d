package runner

import (
	"errors"

	"gesso/runner/buy"
	"gesso/runner/plan"
	"gesso/runner/provider"
)

// tally is what was spent on a run's changes. A picture is spent on from its acceptance:
// a run that is stopped has paid for what it has not collected. It is for who has the
// lock of the books.
type tally struct {
	intents map[*plan.Change]string // of its last request in this run
	open    map[*plan.Change]bool   // that request was accepted, and what it brings is not known
	spent   plan.Cost
	perhaps plan.Cost
}

func newTally() tally {
	return tally{intents: map[*plan.Change]string{}, open: map[*plan.Change]bool{}}
}

// intend notes that a request for changes was written down.
func (t *tally) intend(changes []*plan.Change, intent string) {
	for _, c := range changes {
		t.intents[c] = intent
	}
}

// accept notes that it was accepted.
func (t *tally) accept(changes []*plan.Change) {
	for _, c := range changes {
		t.open[c] = true
		t.spent.Add(c)
	}
}

// bring notes that a change has its picture, and reports whether that was bought in this
// run.
func (t *tally) bring(c *plan.Change) bool {
	bought := t.open[c]
	delete(t.open, c)
	return bought
}

// end notes that what was accepted ends with the run, and is not paid for.
func (t *tally) end(c *plan.Change) {
	if t.open[c] {
		delete(t.open, c)
		t.spent.Take(c)
	}
}

// fail notes what a failure of a change may have cost.
func (t *tally) fail(c *plan.Change, err error) {
	if buy.InDoubt(err) {
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
