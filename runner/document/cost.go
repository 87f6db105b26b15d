package document

import (
	"maps"
	"math"
	"slices"

	"gesso/runner/plan"
)

// Cost is what something is estimated to cost, by the price lists of the configuration.
type Cost struct {
	Amount   float64            `json:"amount"`             // of what has a price, whatever its currency
	Currency string             `json:"currency,omitempty"` // of the amount, where all of it has the same
	Amounts  map[string]float64 `json:"amounts,omitempty"`  // by currency where there are several, "" for what names none
	Known    bool               `json:"known"`              // everything has a price
	Pictures int                `json:"pictures"`           // that are paid for
	Unpriced int                `json:"unpriced,omitempty"` // pictures without a price
}

// MakeCost is a sum of a plan's or a run's.
func MakeCost(c plan.Cost) Cost {
	out := Cost{Amount: Rounded(c.Known), Known: c.Unpriced == 0, Pictures: c.Pictures, Unpriced: c.Unpriced}
	if currencies := slices.Collect(maps.Keys(c.Amounts)); len(currencies) == 1 {
		out.Currency = currencies[0]
		return out
	}
	for currency, amount := range c.Amounts {
		if out.Amounts == nil {
			out.Amounts = map[string]float64{}
		}
		out.Amounts[currency] = Rounded(amount)
	}
	return out
}

// Rounded drops what binary fractions add to sums of prices: a policy compares them with
// what a person adds up.
func Rounded(f float64) float64 { return math.Round(f*1e6) / 1e6 }

// CostOf is what a change costs with one attempt.
func CostOf(c *plan.Change) Cost {
	var sum plan.Cost
	sum.Add(c)
	return MakeCost(sum)
}
