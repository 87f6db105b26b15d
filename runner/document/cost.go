package document

import (
	"maps"
	"slices"

	"gesso/runner/money"
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
	out := Cost{Amount: money.Rounded(c.Known), Known: c.Unpriced == 0, Pictures: c.Pictures, Unpriced: c.Unpriced}
	if currencies := slices.Collect(maps.Keys(c.Amounts)); len(currencies) == 1 {
		out.Currency = currencies[0]
		return out
	}
	out.Amounts = MakeAmounts(c.Amounts)
	return out
}

// MakeAmounts are sums by currency; nil where there are none.
func MakeAmounts(amounts money.Amounts) map[string]float64 {
	if len(amounts) == 0 {
		return nil
	}
	out := make(map[string]float64, len(amounts))
	for currency, amount := range amounts {
		out[currency] = money.Rounded(amount)
	}
	return out
}

// CostOf is what a change costs with one attempt.
func CostOf(c *plan.Change) Cost {
	var sum plan.Cost
	sum.Add(c)
	return MakeCost(sum)
}
