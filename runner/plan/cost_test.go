package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
)

// Amounts of different currencies are not added, whatever the order in which they come
// and go.
func TestCostByCurrency(t *testing.T) {
	paid := func(price float64, currency string) *Change {
		return &Change{Action: Generate, Price: &price, Currency: currency}
	}
	unpriced := &Change{Action: Regenerate}
	var cost Cost
	cost.Add(paid(2, ""))
	cost.Add(unpriced)
	if cost.Amounts != nil {
		t.Errorf("amounts %v where nothing names a currency", cost.Amounts)
	}
	cost.Add(paid(3, "EUR"))
	cost.Add(paid(1, "USD"))
	cost.Add(paid(1, "EUR"))
	cost.AddPrices(-1, paid(3, "EUR").Price, "EUR")
	cost.Add(&Change{Action: Restore})
	want := Cost{Pictures: 4, Known: 4, Unpriced: 1, Amounts: map[string]float64{"": 2, "EUR": 1, "USD": 1}}
	if diff := cmp.Diff(want, cost); diff != "" {
		t.Error(diff)
	}
}

// Only the sandbox inside gesso charges nothing for sure.
func TestCharges(t *testing.T) {
	accounts := Accounts{{Name: "flux", Endpoint: state.EndpointBuiltin}, {Name: "flux.api", Endpoint: "https://api.test"}, {Name: "flux.here", Endpoint: "http://127.0.0.1:8787"}}
	for account, want := range map[string]bool{"flux": false, "flux.api": true, "flux.here": true, "flux.gone": true} {
		p := &Plan{Accounts: accounts, Changes: []*Change{{Action: Generate, Account: account}, {Action: Restore, Account: "flux.api"}}}
		if got := p.Charges(); got != want {
			t.Errorf("%s: charges is %t", account, got)
		}
	}
}
