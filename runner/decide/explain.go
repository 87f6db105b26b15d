package decide

import (
	"slices"

	"gesso/runner/decide/arguments"
	"gesso/runner/plan"
)

// trace is what the ladder answered about the one image that is to be explained. Nil
// is that of all others, and takes no notes.
type trace struct{ answers []plan.Answer }

func (t *trace) answer(rung plan.Rung, held bool, reasons ...plan.Reason) {
	if t != nil {
		t.answers = append(t.answers, plan.Answer{Rung: rung, Held: held, Reasons: reasons})
	}
}

// length is how many notes there are.
func (t *trace) length() int {
	if t == nil {
		return 0
	}
	return len(t.answers)
}

// cut drops what was noted later: it was asked in vain.
func (t *trace) cut(length int) {
	if t != nil {
		t.answers = t.answers[:length]
	}
}

// recorded notes why the recorded picture of a change does or does not stay.
func (t *trace) recorded(c *change, held bool, against []plan.Reason) {
	switch {
	case t == nil:
	case held:
		t.answer(plan.RungRecorded, true)
	case !c.Before.HasPicture():
		t.answer(plan.RungRecorded, false, plan.Reason{Cause: plan.New})
	case !c.UpToDate():
		t.answer(plan.RungRecorded, false, c.Differences()...)
	case against != nil:
		t.answer(plan.RungRecorded, false, against...)
	default:
		t.answer(plan.RungRecorded, false, plan.Reason{Cause: plan.Lost})
	}
}

// lent notes that a call of another address was found after all: a plan asks for it
// when all images are decided.
func (t *trace) lent(reasons []plan.Reason) {
	if t == nil {
		return
	}
	t.answers = slices.DeleteFunc(t.answers, func(a plan.Answer) bool { return a.Rung == plan.RungOtherCall || a.Rung == plan.RungBuy })
	t.answer(plan.RungOtherCall, true, reasons...)
}

// Explain tells everything that decided about an image of the plan, which was made with
// the address as Situation.Explain. It reports whether the plan has such an image.
func (p *Prepared) Explain(address string) (*plan.Explanation, bool) {
	c := p.all[address]
	if c == nil {
		i := slices.IndexFunc(p.Changes, func(c *plan.Change) bool { return c.Address == address })
		if i < 0 {
			return nil, false
		}
		return &plan.Explanation{Change: p.Changes[i]}, true
	}
	e := &plan.Explanation{Change: c.Change, Arguments: arguments.Of(c.Instance), Triggers: c.Declared.Triggers, Budget: p.Budget, LeftOut: p.Leaves(c.Change)}
	if c.trace != nil {
		e.Rungs = c.trace.answers
	}
	for _, step := range p.Steps() {
		switch {
		case slices.Contains(c.Declared.Needs, step.Address):
			e.Needed = append(e.Needed, step)
		case slices.Contains(step.Needs, address):
			e.Awaiting = append(e.Awaiting, step)
		}
	}
	return e, true
}
