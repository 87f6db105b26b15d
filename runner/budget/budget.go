package budget

import (
	"errors"
	"fmt"
	"sync"

	"gesso/runner/money"
)

// Budget bounds what a run buys. It is reserved before a request is sent, so
// that no number of parallel calls overshoots it.
type Budget struct {
	MaxImages     *int     `json:"max_images,omitempty"`     // pictures; nil is no bound
	MaxCost       *float64 `json:"max_cost,omitempty"`       // in the unit of the price list; nil is no bound
	AllowUnpriced bool     `json:"allow_unpriced,omitempty"` // pictures whose model has no price pass a MaxCost
}

// Error says why a picture was left out.
type Error struct{ Reason string }

func (e *Error) Error() string { return e.Reason }

// ErrExceeded matches every Error.
var ErrExceeded = errors.New("left out by the budget")

// Is makes every Error the same kind.
func (e *Error) Is(target error) bool { return target == ErrExceeded }

// Purse is what is left of a budget. It is safe for concurrent use.
type Purse struct {
	bounds Budget
	mu     sync.Mutex
	images int
	cost   float64
}

// NewPurse returns a purse with all of a budget.
func NewPurse(b Budget) *Purse { return &Purse{bounds: b} }

// Reserve takes pictures of a price, nil if it is unknown, out of the budget, as many of
// n as it allows, and says why not all of them. The currency, which may be "", is for
// that alone: bounds know none.
func (p *Purse) Reserve(n int, price *float64, currency string) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for taken := range n {
		if err := p.refuse(price, currency); err != nil {
			return taken, err
		}
		p.images++
		if price != nil {
			p.cost = money.Add(p.cost, *price)
		}
	}
	return n, nil
}

// ReserveAll takes pictures of a price out of the budget, or none of them, and says why not.
func (p *Purse) ReserveAll(n int, price *float64, currency string) error {
	taken, err := p.Reserve(n, price, currency)
	if err != nil {
		p.Release(taken, price)
	}
	return err
}

// refuse says why one more picture of a price is too much, if it is.
func (p *Purse) refuse(price *float64, currency string) error {
	if p.bounds.MaxImages != nil && p.images >= *p.bounds.MaxImages {
		return &Error{fmt.Sprintf("the budget allows %d pictures, and %d are bought", *p.bounds.MaxImages, p.images)}
	}
	if p.bounds.MaxCost == nil {
		return nil
	}
	switch {
	case price == nil && !p.bounds.AllowUnpriced:
		return &Error{"its model has no price, and the budget bounds the cost: add it to the price list of the provider block, or allow it with allow_unpriced"}
	case price != nil && money.Add(p.cost, *price) > *p.bounds.MaxCost:
		return &Error{fmt.Sprintf("it costs %s, and %s of the budget of %s are spent", money.In(*price, currency), money.Text(p.cost), money.Text(*p.bounds.MaxCost))}
	}
	return nil
}

// Release gives back what was reserved for pictures that were not bought.
func (p *Purse) Release(n int, price *float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.images -= n
	if price != nil {
		p.cost = money.Add(p.cost, -money.Times(n, *price))
	}
}
