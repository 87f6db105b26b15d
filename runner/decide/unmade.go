package decide

import (
	"slices"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
)

// A request that the provider accepted and that made nothing may have been charged.
// By itself it is sent once more, in another run: one time is bad luck. What has made
// nothing twice waits for a person: who answers the question of apply, or says
// -replace, decides that another one is bought; so does another request. A run that
// nobody watches does not, or it would buy the same nothing every night.
const mostUnmade = 2

// fruitless is what is known of an address's requests of a key since one last made a
// picture.
type fruitless struct {
	times     int  // in a row that they were accepted, or refused for what they show
	moderated bool // the last of them was refused for what it shows
}

// waits reports whether a run that nobody watches leaves the request to a person. What
// moderation refused is refused again: the provider's guide has it never repeated as it
// is, were it only once and for nothing.
func (f fruitless) waits() bool { return f.moderated || f.times >= mostUnmade }

// unmade tells how often in a row an address's requests of a key made nothing. A call
// that brought some pictures of several did not make nothing.
func (l *library) unmade(address string, key state.Key) fruitless {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.nothing == nil {
		l.nothing = nothingMade(l.ledger)
	}
	return l.nothing[purchase{address, key}]
}

func nothingMade(ledger *disk.Ledger) map[purchase]fruitless {
	counts := map[purchase]fruitless{}
	entries, _ := ledger.Entries() // who asks for pictures has told of an error
	brought := map[string]bool{}
	for _, e := range entries {
		if e.Outcome == state.OutcomeCollected && e.Intent != "" {
			brought[e.Intent] = true
		}
	}
	for _, e := range entries {
		for _, address := range e.Addresses {
			p := purchase{address, e.Key}
			switch {
			case e.Outcome == state.OutcomeCollected:
				delete(counts, p)
			case e.Outcome == state.OutcomeRefused && (e.Task != "" || e.Moderated) && !brought[e.Intent]:
				counts[p] = fruitless{counts[p].times + 1, e.Moderated}
			}
		}
	}
	return counts
}

// tellUnmade says of paid changes that their request has made nothing before, and
// leaves to a person what a run that nobody watches would buy on and on.
func (p *planner) tellUnmade(lib *library) {
	for _, c := range p.changes {
		if !c.Action.Paid() || !c.Known() {
			continue
		}
		known := lib.unmade(c.Address, c.Key)
		if known.times == 0 {
			continue
		}
		c.Reasons = slices.DeleteFunc(c.Reasons, func(r plan.Reason) bool { return r.Cause == plan.New })
		c.Reasons = append([]plan.Reason{known.reason()}, c.Reasons...)
		c.Fruitless = known.times
		leaves := p.leaves(c, known)
		c.trace.answer(plan.RungUnmade, leaves, known.reason())
		if leaves {
			c.Action, c.Price, c.Held = plan.Unmade, nil, known.err(c.Address)
		}
	}
}

// leaves reports whether a change whose request made nothing before is left to a person.
// Who wants another picture of it has decided, and so has who approved of the plan before
// it was carried out, for as often as it had made nothing then.
func (s *Situation) leaves(c *change, known fruitless) bool {
	switch {
	case !s.Unattended || !known.waits():
		return false
	case s.Approved != nil:
		return known.times > s.Approved[c.Address]
	}
	return !c.Asked
}

func (f fruitless) reason() plan.Reason {
	if f.moderated {
		return plan.Reason{Cause: plan.Moderated}
	}
	return plan.Reason{Cause: plan.Fruitless, New: plan.Times(f.times)}
}

// hold is tellUnmade for a change whose request was not known when the plan was made:
// the error says that it waits for a person.
func (e *Evaluation) hold(c *change) error {
	if !e.plan.situation.Unattended {
		return nil
	}
	if known := e.plan.library.unmade(c.Address, c.Key); e.plan.situation.leaves(c, known) {
		return known.err(c.Address)
	}
	return nil
}

func (f fruitless) err(address string) *plan.UnmadeError {
	return &plan.UnmadeError{Address: address, Times: f.times, Moderated: f.moderated}
}
