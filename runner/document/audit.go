package document

import (
	"gesso/runner/audit"
	"gesso/runner/money"
)

// Audit is what gesso audit -json prints.
type Audit struct {
	FormatVersion string `json:"format_version"`
	*audit.Findings

	Spent           float64            `json:"spent"`                     // for all that was charged, as far as its price was known, whatever the currency
	Unpriced        int                `json:"unpriced"`                  // charged pictures whose price was not known
	PerhapsSpent    float64            `json:"perhaps_spent"`             // for the unmade ones, if they were charged, as far as their price was known
	PerhapsUnpriced int                `json:"perhaps_unpriced"`          // unmade ones whose price was not
	Charged         float64            `json:"charged"`                   // as far as the provider says, in its own credit
	ChargedAmounts  map[string]float64 `json:"charged_amounts,omitempty"` // the same by currency; the provider's own is called credit
	Cost            Cost               `json:"cost"`                      // of all that was charged
	Perhaps         Cost               `json:"perhaps"`                   // of all that may have been charged besides
	Costs           AuditCosts         `json:"costs"`                     // what the two are made up of
}

// AuditCosts are what paid pictures cost, each in one of them, by the prices that they
// were planned with.
type AuditCosts struct {
	Collected Cost `json:"collected"`  // also of what was lost, replaced or removed afterwards
	ToCollect Cost `json:"to_collect"` // of what the next apply collects
	Gone      Cost `json:"gone"`       // of what the provider has no longer, and nobody has decided about
	GivenUp   Cost `json:"given_up"`   // of what a user gave up though it was accepted
	Vain      Cost `json:"vain"`       // of what was charged by the provider's word, and made nothing
	Unmade    Cost `json:"unmade"`     // perhaps: of what was accepted and made nothing
	InDoubt   Cost `json:"in_doubt"`   // perhaps: of what may have been accepted
}

// MakeAudit is the account of everything that was paid for.
func MakeAudit(found *audit.Findings) *Audit {
	c := &found.Costs
	amounts := MakeAmounts(found.Charged)
	out := &Audit{
		FormatVersion: Format, Findings: found, Charged: amounts[money.Credit], ChargedAmounts: amounts,
		Cost: MakeCost(c.Spent()), Perhaps: MakeCost(c.Perhaps()),
		Costs: AuditCosts{
			Collected: MakeCost(c.Collected), ToCollect: MakeCost(c.Open), Gone: MakeCost(c.Gone), GivenUp: MakeCost(c.GivenUp),
			Vain: MakeCost(c.Vain), Unmade: MakeCost(c.Unmade), InDoubt: MakeCost(c.InDoubt),
		},
	}
	out.Spent, out.Unpriced = out.Cost.Amount, out.Cost.Unpriced
	out.PerhapsSpent, out.PerhapsUnpriced = out.Costs.Unmade.Amount, out.Costs.Unmade.Unpriced
	return out
}
