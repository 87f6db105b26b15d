package decide

import (
	"slices"

	"gesso/runner/plan"
	"gesso/runner/sharing"
	"gesso/runner/supply"
)

// share is to take the picture that another image keeps, if that is to be had and serves.
func (l *ladder) share(c *change) (choice, bool) {
	if l.shared(c) == nil {
		return choice{}, false
	}
	address, p := l.shared(c).Kept(c.Key)
	held := p != nil && l.supply.Way(p) != supply.Nowhere && l.against(c, p) == nil
	c.trace.Answer(plan.RungShared, held)
	return choice{action: plan.Reuse, picture: p, reasons: append(c.Differences(), plan.Reason{Cause: plan.Shared, New: address})}, held
}

// follow is to take, in place of buying one, the picture that another image gets.
func (l *ladder) follow(c *change, bought choice) choice {
	by := l.shared(c).Brings(c.Key)
	if by == "" {
		return bought
	}
	why := plan.Reason{Cause: plan.Shared, New: by}
	c.trace.Answer(plan.RungShared, true, why)
	reasons := slices.DeleteFunc(bought.reasons, func(r plan.Reason) bool { return r.Cause == plan.New })
	return choice{action: plan.Reuse, shares: by, reasons: append(reasons, why)}
}

// shared is what a change may share; nil is nothing. So it is in a run: what it learns of
// was planned to be paid.
func (l *ladder) shared(c *change) *sharing.Sharing {
	if !c.Instance.Share || !c.Known() {
		return nil
	}
	return l.sharing
}

// noteShared tells others of what is decided about a change.
func (l *ladder) noteShared(c *change) {
	switch {
	case c.Action.Paid() || c.Action == plan.Resume:
		l.shared(c).Bring(c.Key, c.Address)
	case c.Action == plan.None && len(c.Stale) == 0 && !c.handmade() && c.UpToDate():
		l.shared(c).Keep(c.Key, c.Address, &c.Before.Picture)
	case c.Action == plan.Reuse && c.Picture != nil:
		l.shared(c).Keep(c.Key, c.Address, c.Picture)
	}
}

// sharable are the pictures of the first pass that stay, for the second; and whether a
// change that is paid for, or waits for one that is, could have one of them.
func (p *planner) sharable() (*sharing.Sharing, bool) {
	s := sharing.New()
	for _, c := range p.inOrder() {
		switch r := p.Left[c.Address]; {
		case !c.Instance.Share:
		case c.kept && r.HasPicture() && r.Adopted == nil:
			s.Keep(r.Key, c.Address, &r.Picture)
		case !c.kept && c.Action == plan.None && len(c.Stale) == 0 && !c.handmade() && c.UpToDate():
			s.Keep(c.Key, c.Address, &c.Before.Picture)
		}
	}
	for _, c := range p.changes {
		if _, kept := s.Kept(c.Key); kept != nil && c.Instance.Share && !c.kept && !c.Replace && (c.Action.Paid() || c.Shares != "") {
			return s, true
		}
	}
	return s, false
}
