package runner

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"gesso/runner/buy"
	"gesso/runner/plan"
	"gesso/spec/address"
	"gesso/state"
)

// account completes the Result with what a run that was stopped or interrupted has left: it
// is paid for and to be collected, or in doubt, or was never sent. Strays are the calls that
// no change has taken up; recorded returns what is recorded of an address now.
func (b *books) account(p *plan.Plan, strays []*plan.Call, recorded func(address string) *state.Record) *Result {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range p.Changes {
		if !b.told[c] {
			b.leftover(c, recorded)
		}
	}
	for n, s := range strays {
		if n < b.strays {
			continue
		}
		b.open(s.Address, s.Call)
	}
	r := &b.result
	r.Cost, r.Perhaps = b.tally.spent, b.tally.perhaps
	r.Folders = slices.SortedFunc(maps.Keys(b.folder), address.Compare)
	return r
}

// open tells of a call that the run leaves. The caller holds the lock.
func (b *books) open(address string, call state.Call) {
	if call.InDoubt() {
		b.result.InDoubt = append(b.result.InDoubt, Outcome{address, &buy.DoubtError{Pending: call}})
		return
	}
	b.result.Uncollected = append(b.result.Uncollected, Outcome{address, uncollected(call)})
	b.result.ToCollect.AddPrices(call.Pictures(), call.Price, call.Currency)
}

// seen notes that a call which nothing declares was seen to, and tells of it where
// nothing became of it.
func (b *books) seen(c *plan.Change) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.strays++
	if !b.told[c] {
		b.open(c.Address, *c.Call)
	}
}

// leftover tells of a change that nothing became of.
func (b *books) leftover(c *plan.Change, recorded func(address string) *state.Record) {
	if c.Action == plan.Resume || c.Action == plan.InDoubt {
		b.open(c.Address, *c.Call)
		return
	}
	call := pending(recorded(c.Address), b.tally.intents[c])
	switch {
	case call == nil && b.tally.open[c] > 0: // it came, and the run ended before it was in its place
		b.result.Uncollected = append(b.result.Uncollected, Outcome{c.Address, errStored})
		return
	case call == nil:
		b.result.Skipped = append(b.result.Skipped, Outcome{c.Address, errNotTried})
		return
	case call.Endpoint == state.EndpointBuiltin:
		// Neither paid for nor in doubt: what it was asked for ends with this process.
		b.tally.takeBack(c)
		b.result.Skipped = append(b.result.Skipped, Outcome{c.Address, errEnded})
		return
	case call.InDoubt():
		b.tally.fail(c, &buy.DoubtError{Pending: *call})
	}
	b.open(c.Address, *call)
}

// pending is the call of an intent, as long as a record waits for its picture; else nil.
func pending(record *state.Record, intent string) *state.Call {
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

// errNotTried is the outcome of a change that the run has not come to.
var errNotTried = errors.New("the run ended before it was tried; the next apply goes on")

// errStored is the outcome of a picture that is in the store, and not yet at its path.
var errStored = errors.New("its picture is paid for, and is in the store; the next apply places it")

// errEnded is the outcome of a picture whose maker ended with the run before it was done.
var errEnded = errors.New("the built-in sandbox ended with the run, before the picture was there; it cost nothing, and the next apply makes it anew")

// uncollected is the outcome of a call whose picture is paid for and not collected.
func uncollected(p state.Call) error {
	if p.Task == "" {
		return errors.New("its picture is paid for; the next apply collects it")
	}
	return fmt.Errorf("its picture is paid for, as task %s; the next apply collects it", p.Task)
}
