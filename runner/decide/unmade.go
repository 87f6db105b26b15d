package decide

import (
	"slices"

	"gesso/runner/library"
	"gesso/runner/plan"
	"gesso/runner/unmade"
)

// tellUnmade says of paid changes that their request has made nothing before, and
// leaves to a person what a run that nobody watches would buy on and on.
func (p *planner) tellUnmade(lib *library.Library) {
	for _, c := range p.changes {
		if !c.Action.Paid() || !c.Known() {
			continue
		}
		known := lib.Unmade(c.Key)
		if known.N == 0 {
			continue
		}
		c.Reasons = slices.DeleteFunc(c.Reasons, func(r plan.Reason) bool { return r.Cause == plan.New })
		c.Reasons = append([]plan.Reason{known.Reason()}, c.Reasons...)
		c.Fruitless = known.N
		leaves := p.leaves(c.Change, c.Instance.Attempts, known)
		c.trace.Answer(plan.RungUnmade, leaves, known.Reason())
		if leaves {
			c.Action, c.Price, c.Held = plan.Unmade, nil, known.Err(c.Address)
		}
	}
}

// leaves reports whether a change whose request made nothing before is left to a person.
// Who wants another picture of it has decided, and so has who approved of the plan before
// it was carried out, for as often as it had made nothing then.
func (s *Situation) leaves(c *plan.Change, attempts int, known unmade.Times) bool {
	switch {
	case !s.Unattended || !known.Waits(attempts):
		return false
	case s.Approved != nil:
		return known.N > s.Approved[c.Address]
	}
	return !c.Asked
}

// hold is tellUnmade for a change whose request was not known when the plan was made:
// the error says that it waits for a person.
func (e *Evaluation) hold(c *plan.Change) error {
	if !e.plan.situation.Unattended {
		return nil
	}
	if known := e.plan.library.Unmade(c.Key); e.plan.situation.leaves(c, c.Declared.Attempts, known) {
		return known.Err(c.Address)
	}
	return nil
}
