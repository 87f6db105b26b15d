package plan

import (
	"maps"

	"gesso/runner/money"
)

// Cost is an estimate of what a plan's paid changes cost.
type Cost struct {
	Pictures int     `json:"pictures"`           // paid ones
	Known    float64 `json:"known"`              // the sum of those with a price, whatever its currency
	Unpriced int     `json:"unpriced,omitempty"` // pictures whose model has no price

	// Amounts has Known apart by currency, "" for what names none. It is nil
	// while nothing names one.
	Amounts map[string]float64 `json:"amounts,omitempty"`
}

// Cost adds up the paid changes.
func (p *Plan) Cost() Cost {
	var cost Cost
	for _, c := range p.Changes {
		cost.Add(c)
	}
	return cost
}

// Most adds up what the paid changes cost when each takes all of its attempts.
func (p *Plan) Most() Cost {
	var cost Cost
	for _, c := range p.Changes {
		cost.Add(c)
		for n := 1; n < c.Attempts(); n++ {
			cost.AddPrice(c.Price, c.Currency)
		}
	}
	return cost
}

// Add adds a change, if it is paid.
func (c *Cost) Add(change *Change) {
	if change.Action.Paid() {
		c.count(change.Price, change.Currency, change.Pictures())
	}
}

// AddPrice adds a paid picture; nil is an unknown price, "" a currency that nobody says.
func (c *Cost) AddPrice(price *float64, currency string) { c.count(price, currency, 1) }

// AddPrices adds so many pictures of a price. Fewer than none undo that.
func (c *Cost) AddPrices(n int, price *float64, currency string) { c.count(price, currency, n) }

// Plus is the sum of two costs.
func (c Cost) Plus(other Cost) Cost {
	if c.Pictures == 0 {
		other.Amounts = maps.Clone(other.Amounts)
		return other
	}
	c.Amounts = maps.Clone(c.Amounts)
	if other.Amounts != nil {
		c.name()
	}
	c.Pictures, c.Unpriced = c.Pictures+other.Pictures, c.Unpriced+other.Unpriced
	c.Known = money.Add(c.Known, other.Known)
	switch {
	case other.Amounts != nil:
		for currency, amount := range other.Amounts {
			c.Amounts[currency] = money.Add(c.Amounts[currency], amount)
		}
	case c.Amounts != nil && other.Pictures > other.Unpriced:
		c.Amounts[""] = money.Add(c.Amounts[""], other.Known)
	}
	return c
}

// name keeps amounts by currency from now on.
func (c *Cost) name() {
	if c.Amounts != nil {
		return
	}
	c.Amounts = map[string]float64{}
	if c.Pictures > c.Unpriced {
		c.Amounts[""] = c.Known
	}
}

func (c *Cost) count(price *float64, currency string, times int) {
	if price != nil && currency != "" {
		c.name()
	}
	c.Pictures += times
	if price == nil {
		c.Unpriced += times
		return
	}
	amount := money.Times(times, *price)
	c.Known = money.Add(c.Known, amount)
	if c.Amounts != nil {
		c.Amounts[currency] = money.Add(c.Amounts[currency], amount)
	}
}

// Charges reports whether any of the paid changes buys from somebody who charges.
// The sandbox inside gesso does not.
func (p *Plan) Charges() bool {
	for _, c := range p.Changes {
		if account, ok := p.Accounts.Named(c.Account); c.Action.Paid() && !(ok && account.builtin()) {
			return true
		}
	}
	return false
}
