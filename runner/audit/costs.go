package audit

import (
	"gesso/runner/plan"
	"gesso/state"
)

// Costs are what the pictures that findings count cost, by the prices that were planned
// with. Each paid picture is in one of them.
type Costs struct {
	Collected plan.Cost // also of what was lost, replaced or removed afterwards
	Open      plan.Cost // of what the next apply collects
	Gone      plan.Cost // of what the provider has no longer, and nobody has decided about
	GivenUp   plan.Cost // of what a user gave up though it was accepted
	Vain      plan.Cost // of what was charged by the provider's word, and made nothing
	Unmade    plan.Cost // of what was accepted and made nothing: it may have been charged
	InDoubt   plan.Cost // of what may have been accepted
}

// Spent is what was charged for sure.
func (c *Costs) Spent() plan.Cost {
	return c.Collected.Plus(c.Open).Plus(c.Gone).Plus(c.GivenUp).Plus(c.Vain)
}

// Perhaps is what may have been charged besides.
func (c *Costs) Perhaps() plan.Cost { return c.Unmade.Plus(c.InDoubt) }

// charge adds what a provider says that it took.
func (a *auditor) charge(c state.Charge) { a.out.Charged.Add(c.Cost, c.Currency()) }

// givenUp counts a call that a user has given up. One in doubt counts as not accepted
// then: that is what the user said.
func (a *auditor) givenUp(e state.Entry) {
	for _, address := range addressesOf(e) {
		a.out.GivenUp = append(a.out.GivenUp, itemOf(e, address))
		// Whoever gave up a call may buy again.
		delete(a.bought, purchase{address, e.Key})
		if e.Accepted || e.Task != "" {
			a.out.Costs.GivenUp.AddPrices(1+e.Further, e.Price, e.Currency)
			a.charge(e.Charge)
		}
	}
}

// unmade lists the pictures of a call that the provider took and made nothing
// for. Whether it charged them its answer does not say, as a rule.
func (a *auditor) unmade(e state.Entry) {
	if e.Moderated && e.Task == "" && !e.Accepted {
		return // it was not even accepted
	}
	sum := &a.out.Costs.Unmade
	if e.Cost > 0 {
		sum = &a.out.Costs.Vain
		a.charge(e.Charge)
	}
	for _, address := range addressesOf(e) {
		a.out.Unmade = append(a.out.Unmade, itemOf(e, address))
		sum.AddPrices(1+e.Further, e.Price, e.Currency)
	}
}

// addressesOf are who waited for the pictures of an entry; "" for one of which nobody
// is known.
func addressesOf(e state.Entry) []string {
	if len(e.Addresses) == 0 {
		return []string{""}
	}
	return e.Addresses
}
