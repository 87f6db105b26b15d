package outline

import (
	"testing"

	"gesso/runner/plan"
)

func TestCostSaysWhatIsUnknown(t *testing.T) {
	for _, test := range []struct {
		cost plan.Cost
		want string
	}{
		{plan.Cost{}, "0"},
		{plan.Cost{Pictures: 3, Known: 0.1 + 0.2}, "0.3"},
		{plan.Cost{Pictures: 2, Unpriced: 2}, "unknown"},
		{plan.Cost{Pictures: 3, Known: 0.02, Unpriced: 1}, "0.02 and unknown for 1 picture"},
		{plan.Cost{Pictures: 3, Known: 1.5, Amounts: map[string]float64{"USD": 1.5}}, "1.5 USD"},
		{plan.Cost{Pictures: 3, Known: 3.5, Amounts: map[string]float64{"USD": 1.5, "EUR": 2}}, "2 EUR and 1.5 USD"},
		{plan.Cost{Pictures: 4, Known: 3.5, Unpriced: 1, Amounts: map[string]float64{"": 2, "EUR": 1.5}}, "2 and 1.5 EUR and unknown for 1 picture"},
	} {
		if got := CostText(test.cost); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.cost, got, test.want)
		}
	}
}
