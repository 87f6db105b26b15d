package runner

import (
	"errors"
	"fmt"
	"sync"
)

// Budget bounds what a run buys. It is reserved before a request is sent, so
// that no number of parallel calls overshoots it.
type Budget struct {
	MaxImages     *int     // pictures; nil is no bound
	MaxCost       *float64 // in the unit of the price list; nil is no bound
	AllowUnpriced bool     // pictures whose model has no price pass a MaxCost
}

// BudgetError says why a picture was left out.
type BudgetError struct{ Reason string }

func (e *BudgetError) Error() string { return e.Reason }

// errBudget matches every BudgetError.
var errBudget = errors.New("left out by the budget")

// Is makes every BudgetError the same kind.
func (e *BudgetError) Is(target error) bool { return target == errBudget }

// purse is what is left of a budget. It is safe for concurrent use.
type purse struct {
	Budget
	mu     sync.Mutex
	images int
	cost   float64
}

// tolerance is what sums of prices may be off: binary fractions add up to a
// little more than what a person adds up.
const tolerance = 1e-9

// reserve takes pictures of a price out of the budget, as many of n as it
// allows, and says why not all of them.
func (p *purse) reserve(n int, price *float64) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for taken := range n {
		if err := p.refuse(price); err != nil {
			return taken, err
		}
		p.images++
		if price != nil {
			p.cost += *price
		}
	}
	return n, nil
}

// refuse says why one more picture of a price is too much, if it is.
func (p *purse) refuse(price *float64) error {
	if p.MaxImages != nil && p.images >= *p.MaxImages {
		return &BudgetError{fmt.Sprintf("the budget allows %d pictures, and %d are bought", *p.MaxImages, p.images)}
	}
	if p.MaxCost == nil {
		return nil
	}
	switch {
	case price == nil && !p.AllowUnpriced:
		return &BudgetError{"its model has no price, and the budget bounds the cost: add it to the price list of the provider block, or allow it with allow_unpriced"}
	case price != nil && p.cost+*price > *p.MaxCost+tolerance:
		return &BudgetError{fmt.Sprintf("it costs %.6g, and %.6g of the budget of %.6g are spent", *price, p.cost, *p.MaxCost)}
	}
	return nil
}

// release gives back what was reserved for pictures that were not bought.
func (p *purse) release(n int, price *float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.images -= n
	if price != nil {
		p.cost -= float64(n) * *price
	}
}

// LeftOut counts the paid changes of a plan that its budget does not allow, if
// they are bought in the order of the plan.
func (p *Plan) LeftOut() int {
	wallet := &purse{Budget: p.situation.Budget}
	left := 0
	for _, c := range p.Changes {
		if !c.Action.Paid() {
			continue
		}
		if _, err := wallet.reserve(1, c.Price); err != nil {
			left++
		}
	}
	return left
}
