package wishes

import (
	"slices"
	"strconv"

	"gesso/runner/plan"
	"gesso/runner/review"
)

func number(n int) string { return strconv.Itoa(n) }

// Reason is why another picture is bought; of nil, that a user says so by -replace.
func (a *Again) Reason() plan.Reason {
	if a == nil {
		return plan.Reason{Cause: plan.Replaced}
	}
	return plan.Reason{Cause: plan.Wished, New: a.Note}
}

// Pictures is how many are bought, as a change has it: 0 is one. Of nil it is that.
func (a *Again) Pictures() int {
	if a == nil || a.Takes < 2 {
		return 0
	}
	return a.Takes
}

// Again is what is to be bought for an address, which had another one before, if that is
// not ""; nil: nothing.
func (w *Wishes) Again(address, former string) *Again {
	if w == nil {
		return nil
	}
	return at(w.again, address, former)
}

// Chosen is the take that an address is to have; nil: none is chosen.
func (w *Wishes) Chosen(address, former string) *Chosen {
	if w == nil {
		return nil
	}
	return at(w.chosen, address, former)
}

// at is what is said of the address at which the picture is recorded.
func at[T any](of map[string]*T, address, former string) *T {
	if former != "" {
		return of[former]
	}
	return of[address]
}

// Settle is what became of each decision in a plan that was made of the wishes.
func (w *Wishes) Settle(p *plan.Plan) []plan.Decision {
	if w == nil {
		return nil
	}
	known, left := map[string]*plan.Change{}, map[string]bool{}
	for n, list := range [][]*plan.Change{p.Changes, p.Unchanged, p.Deselected} {
		for _, c := range list {
			for _, address := range []string{c.Address, c.From} {
				if address != "" {
					known[address], left[address] = c, n == 2
				}
			}
		}
	}
	for n := range w.decided {
		d := &w.decided[n]
		c := known[d.Address]
		switch {
		case c == nil:
			d.Standing, d.Why = plan.Nowhere, ""
		case d.Standing != plan.Acting:
		case c.Declared == nil:
			d.Standing = plan.Dropped
		case left[d.Address]:
			d.Standing = plan.Unselected
		case d.Verdict == string(review.Again) || d.Verdict == string(review.Select):
			d.Standing, d.Why = w.settled(d, c)
		}
	}
	return w.decided
}

// settled is what a plan made of a decision for another picture.
func (w *Wishes) settled(d *plan.Decision, c *plan.Change) (plan.Standing, string) {
	switch {
	case c.Declared.Pin != "":
		return plan.Fixed, "pin = \"sha256:" + c.Declared.Pin[:min(12, len(c.Declared.Pin))] + "…\""
	case c.Action == plan.InDoubt:
		return plan.Doubted, ""
	case w.chosen[d.Address] != nil && c.Action != plan.Reuse && c.Action != plan.Tainted:
		if d.Verdict == string(review.Again) {
			return plan.Spent, "-replace buys yet another"
		}
		return plan.Gone, ""
	case slices.ContainsFunc(c.Reasons, func(r plan.Reason) bool { return r.Cause == plan.Unasked }):
		return plan.Acting, "a plan may want another; this keeps it, in the image's block: pin = \"sha256:" + d.Take + "\""
	}
	return plan.Acting, ""
}
