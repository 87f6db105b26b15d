package decide

import (
	"slices"

	"gesso/runner/account"
	"gesso/runner/decide/asking"
	"gesso/runner/library"
	"gesso/runner/opencalls"
	"gesso/runner/plan"
	"gesso/runner/sharing"
	"gesso/runner/sourcefile"
	"gesso/runner/supply"
	"gesso/state"
)

// facts are what is known, to who makes a plan or to a run of it, of the images that
// a change depends on.
type facts interface {
	// early reports whether what others need is not known yet: then nothing that others
	// began is lent, and what pictures to come can tell is left to the run.
	early() bool
	// picture is the one that an address has or surely will have, or nil.
	picture(address string) *state.Picture
	// requested is the request of the picture that is recorded of an address, as it is
	// recorded; nil: none is.
	requested(address string) *state.Request
	// replaced reports whether an address has another picture than the plan found, or
	// may get one.
	replaced(address string) bool
	// digest tells what is in a local source.
	digest(name string) (sourcefile.Digest, error)
	// unmet is what the postconditions that a picture of a change fails say, or "".
	unmet(c *change, p *state.Picture) string
	// release moves to a change the picture of an address that nothing declares any
	// more, if it is what the change asks for, and reports whether it did.
	release(c *change) bool
}

// ladder decides how images get their pictures: while a plan is made, and again
// during its run about those whose requests only the run can know. See the package's
// documentation for its rungs.
type ladder struct {
	facts
	accounts    account.List
	supply      *supply.Supply
	calls       *opencalls.Book
	sharing     *sharing.Sharing       // nil: nothing is shared
	staleAnew   bool                   // a user wants anew what is stale
	replaceLost bool                   // what is lost is bought again
	library     *library.Library       // nil while it is not known what all others keep
	edits       map[string][]state.Key // what is asked for of images, by their addresses, as far as it is known
}

// choice is what is decided about a change.
type choice struct {
	action  plan.Action
	reasons []plan.Reason
	picture *state.Picture // that Reuse takes, or Tainted is about
	call    *state.Call    // that Resume collects, or InDoubt waits for
	lent    bool           // it was begun for another address
	shares  string         // the address whose picture Reuse takes when it is made
	stale   []plan.Reason  // why the picture that stays is not what is asked for
}

// way decides how a change gets its picture, once its request is known. What is lent
// to it is lent to nobody else after that.
func (l *ladder) way(c *change) (choice, error) {
	changed, unsure := l.triggers(c)
	unwanted := c.tainted()
	if c.undone() && len(c.held(changed, unsure)) > 0 {
		// Nothing that somebody made is left, and what replaces the picture does so at once:
		// else the next run would.
		if next, err := l.wanted(c, append(unwanted, changed...), unsure); next.action != plan.None || err != nil {
			return next, err
		}
	}
	if made, byHand := l.hand(c, changed, unsure); byHand {
		c.trace.Answer(plan.RungHand, true, append(made.reasons, c.Holds...)...)
		return made, nil
	}
	return l.wanted(c, append(unwanted, changed...), unsure)
}

// wanted is the way of a change whose picture nobody has made by hand. Changed is what
// replaces the picture, and unsure why that is not known yet.
func (l *ladder) wanted(c *change, changed, unsure []plan.Reason) (choice, error) {
	c.Replace = c.Asked || len(changed) > 0
	if kept, stale := l.stale(c, func() []plan.Reason { return slices.Concat(c.Differences(), changed, unsure) }); stale {
		return kept, nil
	}
	switch {
	case c.Replace:
		c.trace.Answer(plan.RungAnother, true, changed...)
		return l.another(c, changed)
	case len(unsure) > 0 && l.early():
		c.trace.Answer(plan.RungAnother, false)
		c.trace.Answer(plan.RungTrigger, true, unsure...)
		why := append(c.Differences(), unsure...)
		c.Key = "" // a run decides
		return wait(c, why), nil
	}
	c.trace.Answer(plan.RungAnother, false)
	c.trace.Answer(plan.RungTrigger, false)
	var against []plan.Reason
	if c.UpToDate() {
		against = l.against(c, &c.Before.Picture)
	}
	stays := c.UpToDate() && against == nil && !l.gone(c)
	c.trace.Recorded(&c.Image, stays, against)
	if stays {
		return choice{action: plan.None}, nil // see placing
	}
	return l.elsewhere(c, against)
}

// elsewhere is the way of a change whose recorded picture does not stay as it is: the
// rungs below. Against is what speaks against a picture of the request that is recorded,
// or nil.
func (l *ladder) elsewhere(c *change, against []plan.Reason) (choice, error) {
	if call := l.own(c); call != nil {
		own := l.collect(c, call)
		c.trace.Answer(plan.RungOwnCall, true, own.reasons...)
		return own, nil
	}
	c.trace.Answer(plan.RungOwnCall, false)
	c.trace.Answer(plan.RungTainted, against != nil, against...)
	if against != nil {
		return taint(&c.Before.Picture, against), nil
	}
	released := l.release(c)
	c.trace.Answer(plan.RungReleased, released)
	if released {
		return l.way(c) // with what is recorded now
	}
	if kept, shares := l.share(c); shares {
		return kept, nil
	}
	if found, err := l.find(c); found.action != plan.None || err != nil {
		c.trace.Answer(plan.RungBought, found.action == plan.Reuse, found.reasons...)
		if found.action == plan.Tainted {
			c.trace.Answer(plan.RungRejected, true, found.reasons...)
		}
		return found, err
	}
	c.trace.Answer(plan.RungBought, false)
	c.trace.Answer(plan.RungRejected, false)
	if call := l.borrow(c); call != nil {
		lent := l.collect(c, call)
		lent.lent = true
		return lent, nil
	}
	c.trace.Answer(plan.RungOtherCall, false)
	if c.UpToDate() && !l.replaceLost && l.early() { // a run buys what its plan has shown
		return choice{action: plan.None}, nil // it is lost, see missing
	}
	bought := buy(c)
	c.trace.Answer(plan.RungBuy, true, bought.reasons...)
	return l.follow(c, bought), nil
}

// another decides how a change gets another picture than the one that it has, or had.
func (l *ladder) another(c *change, changed []plan.Reason) (choice, error) {
	if call := l.own(c); call != nil {
		return l.collect(c, call), nil
	}
	if l.library != nil && !c.Asked && asking.Complete(c.Instance) {
		made, err := l.library.TakeMade(c.want(), l.accepts(c))
		if err != nil {
			return choice{}, err
		}
		if made != nil {
			c.Replace = false
			return choice{action: plan.Reuse, picture: made,
				reasons: slices.Concat(changed, c.Differences(), []plan.Reason{l.supply.Reason(made)})}, nil
		}
	}
	bought := buy(c)
	bought.reasons = slices.Concat(changed, c.Differences())
	if c.Asked {
		bought.reasons = slices.Insert(bought.reasons, 0, c.again.Reason())
	}
	return l.follow(c, bought), nil
}

// find looks for a picture that was paid for and that nobody has: one that serves, or
// else one that was bought for the change and is rejected. The choice of None is that
// there is none.
func (l *ladder) find(c *change) (choice, error) {
	if l.library == nil {
		return choice{}, nil
	}
	if yields, err := l.yields(c); yields || err != nil {
		return choice{}, err
	}
	found, err := l.library.Take(l.want(c), l.accepts(c))
	if err != nil {
		return choice{}, err
	}
	if found != nil {
		return choice{action: plan.Reuse, picture: found, reasons: append(c.Differences(), l.supply.Reason(found))}, nil
	}
	if !c.Instance.Judged() && (c.Before == nil || len(c.Before.Reviews) == 0) {
		return choice{}, nil
	}
	rejected, err := l.library.Rejected(c.want())
	if rejected != nil {
		if against := l.against(c, rejected); against != nil {
			return taint(rejected, against), nil
		}
	}
	return choice{}, err
}

// against is why a picture must not be what a change's address shows: a person has rejected
// it there, or it fails a postcondition. Nil is that it may.
func (l *ladder) against(c *change, p *state.Picture) []plan.Reason {
	if v := c.Before.Rejected(p); v != nil {
		return []plan.Reason{plan.Decided(v)}
	}
	if why := l.unmet(c, p); why != "" {
		return []plan.Reason{{Cause: plan.Unmet, New: why}}
	}
	return nil
}

func (l *ladder) accepts(c *change) library.Accepts {
	return func(p *state.Picture) bool { return l.against(c, p) == nil }
}

// collect is to take up a call of an earlier run, or to wait for what becomes of it.
func (l *ladder) collect(c *change, call *state.Call) choice {
	if call.InDoubt() {
		return choice{action: plan.InDoubt, call: call, reasons: []plan.Reason{{Cause: plan.Unanswered}}}
	}
	reasons := plan.ToCollect(call)
	if l.home(c, call) == "" {
		reasons = append(reasons, plan.Reason{Cause: plan.Stranded, New: call.Endpoint})
	}
	return choice{action: plan.Resume, call: call, reasons: reasons}
}

// home is the account to ask about a call that a change takes up; "": none has its
// endpoint.
func (l *ladder) home(c *change, call *state.Call) string {
	return l.accounts.Home(*call, c.Instance.Block).Title()
}

// borrow takes up a call that was begun for another address, which has no use for it.
func (l *ladder) borrow(c *change) *state.Call {
	if l.early() {
		return nil
	}
	return l.lend(c)
}

// taint is to leave a picture that something speaks against where it is. What depends on
// it can be evaluated, but not bought.
func taint(p *state.Picture, against []plan.Reason) choice {
	return choice{action: plan.Tainted, picture: p, reasons: against}
}

// wait is to buy, unless the pictures to come that decide show that there is no need.
func wait(c *change, why []plan.Reason) choice { return choice{action: paid(c), reasons: why} }

// buy is to pay for a picture: there is no other way.
func buy(c *change) choice {
	switch {
	case !c.Before.HasPicture():
		return choice{action: paid(c), reasons: []plan.Reason{{Cause: plan.New}}}
	case c.UpToDate():
		return choice{action: paid(c), reasons: []plan.Reason{plan.LostOf(plan.Lost, &c.Before.Picture)}}
	}
	return choice{action: paid(c), reasons: c.Differences()}
}

func paid(c *change) plan.Action {
	if c.Before.HasPicture() {
		return plan.Regenerate
	}
	return plan.Generate
}

// choose makes a choice what the change intends.
func (l *ladder) choose(c *change, made choice) {
	c.Action, c.Reasons, c.Picture, c.Stale = made.action, made.reasons, made.picture, made.stale
	c.Call, c.Lent, c.Home = made.call, made.lent, ""
	if made.call != nil {
		c.Home = l.home(c, made.call)
	}
	c.Shares, c.MadeFor = made.shares, ""
	if made.action == plan.Reuse && made.picture != nil && l.library != nil {
		c.MadeFor = l.library.Origin(made.picture)
	}
	l.noteShared(c)
	c.Price, c.Currency, c.Takes = nil, "", 0
	if made.action.Paid() {
		c.Price, c.Currency, c.Takes = c.Buyer.Price(c.Request.Model), c.Buyer.Currency, c.again.Pictures()
	}
}
