package document

import (
	"math"

	"gesso/runner/plan"
)

// Cost is what something is estimated to cost, in the unit of the configuration's
// price list.
type Cost struct {
	Amount   float64 `json:"amount"`             // of what has a price
	Currency string  `json:"currency,omitempty"` // of the price list, where it names one
	Known    bool    `json:"known"`              // everything has a price
	Pictures int     `json:"pictures"`           // that are paid for
	Unpriced int     `json:"unpriced,omitempty"` // pictures without a price
}

// MakeCost is a sum of a plan's or a run's.
func MakeCost(c plan.Cost, currency string) Cost {
	return Cost{Amount: Rounded(c.Known), Currency: currency, Known: c.Unpriced == 0, Pictures: c.Pictures, Unpriced: c.Unpriced}
}

// Rounded drops what binary fractions add to sums of prices: a policy compares them with
// what a person adds up.
func Rounded(f float64) float64 { return math.Round(f*1e6) / 1e6 }

// CostOf is what a change costs with one attempt.
func CostOf(c *plan.Change, currency string) Cost {
	var sum plan.Cost
	sum.Add(c)
	return MakeCost(sum, currency)
}
