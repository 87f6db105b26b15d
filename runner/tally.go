package runner

import (
	"errors"

	"gesso/runner/buy"
	"gesso/runner/money"
	"gesso/runner/plan"
	"gesso/runner/provider"
)

// tally is what was spent on a run's changes. A picture is spent on from its acceptance:
// a run that is stopped has paid for what it has not collected. Its methods are for a
// caller that holds the lock of the books.
type tally struct {
	intents map[*plan.Change]string // of its last request in this run
	asked   map[*plan.Change]int    // for how many pictures of it that request asked
	open    map[*plan.Change]int    // how many pictures of an accepted request are still to come
	spent   plan.Cost
	perhaps plan.Cost
}

func newTally() tally {
	return tally{intents: map[*plan.Change]string{}, asked: map[*plan.Change]int{}, open: map[*plan.Change]int{}}
}

// intend notes that a request was written down, for so many pictures of each.
func (t *tally) intend(changes []*plan.Change, each int, intent string) {
	for _, c := range changes {
		t.intents[c], t.asked[c] = intent, each
	}
}

// accept notes that the request of some changes was accepted, for so many pictures of each.
func (t *tally) accept(changes []*plan.Change, each int) {
	for _, c := range changes {
		t.open[c] = each
		t.spent.AddPrices(each, c.Price, c.Currency)
	}
}

// takeBack notes that what was accepted is not paid for, and returns for how many pictures
// that was.
func (t *tally) takeBack(c *plan.Change) int {
	n := t.open[c]
	delete(t.open, c)
	t.spent.AddPrices(-n, c.Price, c.Currency)
	return n
}

// bring notes that a change has what its request was for, and returns the price of that, if
// it was bought in this run and has one.
func (t *tally) bring(c *plan.Change) *float64 {
	n := t.open[c]
	delete(t.open, c)
	if n == 0 || c.Price == nil {
		return nil
	}
	price := money.Times(n, *c.Price)
	return &price
}

// forget lets go of the last request for a change that has what it was for.
func (t *tally) forget(c *plan.Change) {
	delete(t.intents, c)
	delete(t.asked, c)
}

// fail notes what a failure of a change may have cost.
func (t *tally) fail(c *plan.Change, err error) {
	if buy.InDoubt(err) {
		if t.intents[c] != "" {
			t.perhaps.AddPrices(max(1, t.asked[c]), c.Price, c.Currency)
		}
		return
	}
	var failure *provider.Error
	if t.open[c] == 0 || !errors.As(err, &failure) || failure.Charge() == provider.AlreadyPaid {
		return
	}
	n := t.takeBack(c)
	if failure.Charge() == provider.PerhapsCharged {
		t.perhaps.AddPrices(n, c.Price, c.Currency)
	}
}
