package main

import (
	"fmt"
	"math"

	"gesso/runner/document"
	"gesso/runner/sandbox"
)

// budget is what one run may buy: so many pictures, or for so much.
type budget struct {
	images int     // below 0: no bound
	cost   float64 // below 0: no bound
}

// unbounded is no budget.
var unbounded = budget{images: -1, cost: -1}

// drawBudget draws one, which is often spent up.
func (r *round) drawBudget() budget {
	if r.tally.budgets++; r.rng.IntN(2) == 0 {
		return budget{images: r.rng.IntN(4), cost: -1}
	}
	return budget{images: -1, cost: float64(r.rng.IntN(20)) / 100}
}

func (b budget) option() string {
	if b.images >= 0 {
		return fmt.Sprintf("-max-images=%d", b.images)
	}
	return fmt.Sprintf("-max-cost=%.2f", b.cost)
}

// kept checks that the calls that were accepted meanwhile are within the budget.
func (b budget) kept(r *round, before, after sandbox.Books) error {
	images, cost := 0, 0.0
	for _, call := range after.Calls[len(before.Calls):] {
		if call.Task != "" {
			images += wanted(call)
			cost += float64(wanted(call)) * r.plot.prices[call.Model]
		}
	}
	if b.images >= 0 && images > b.images || b.cost >= 0 && cost > b.cost+epsilon {
		return fmt.Errorf("with %s %d pictures for %.4f were bought", b.option(), images, cost)
	}
	return nil
}

// epsilon is what sums of prices may be off.
const epsilon = 1e-6

// spent checks what gesso says that the pictures cost.
func (a *account) spent(r *round, audit *document.Audit) error {
	if r.history.wiped {
		return nil // so is what tells of most
	}
	want, unpriced := 0.0, 0
	for _, call := range a.books.Calls {
		if r.strangers[call.Task] {
			continue
		}
		for i, name := range call.Pictures {
			price, priced := r.plot.prices[call.Model]
			switch _, collected := a.collected[name]; {
			case !collected:
			case i < wanted(call) && priced:
				want += price
			default: // one that nobody asked for has no price
				unpriced++
			}
		}
	}
	if got := audit.Costs.Collected; math.Abs(got.Amount-want) > epsilon || got.Unpriced != unpriced {
		return fmt.Errorf("the audit has %.4f for what was collected, and no price for %d; by the books it is %.4f, and %d", got.Amount, got.Unpriced, want, unpriced)
	}
	return nil
}
