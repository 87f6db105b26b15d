package money_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gesso/runner/money"
)

func TestAdd(t *testing.T) {
	for _, test := range []struct{ a, b, want float64 }{
		{0.1, 0.2, 0.3},
		{0.1, -0.1, 0},
		{1e12, 0.02, 1000000000000.02},
		{1e-12, 2e-12, 3e-12},
		{5000000.01, 0.02, 5000000.03},
		{0, 0, 0},
	} {
		if got := money.Add(test.a, test.b); got != test.want {
			t.Errorf("%g and %g are %g", test.a, test.b, got)
		}
	}
	if got := money.Times(3, 0.1); got != 0.3 {
		t.Errorf("three times 0.1 is %g", got)
	}
}

// Prices are decimals: any of them add up to what a person adds up, in any order.
func TestSumsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		thousandths := rapid.SliceOfN(rapid.IntRange(0, 9_999_999), 1, 200).Draw(t, "thousandths")
		total := 0
		prices := make([]float64, len(thousandths))
		for i, n := range thousandths {
			total += n
			prices[i] = decimal(n)
		}
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(prices), func(i, j int) { prices[i], prices[j] = prices[j], prices[i] })
		sum := 0.0
		for _, p := range prices {
			sum = money.Add(sum, p)
		}
		if sum != decimal(total) {
			t.Fatalf("%v add up to %v, not %v", prices, sum, decimal(total))
		}
	})
}

// decimal is so many thousandths, as they are read from a text.
func decimal(n int) float64 {
	f, _ := strconv.ParseFloat(strconv.Itoa(n)+"e-3", 64)
	return f
}

func TestText(t *testing.T) {
	for amount, want := range map[float64]string{
		0: "0", 4: "4", 4.000000000000003: "4", 0.02: "0.02", 0.5: "0.5", 1e-9: "0.000000001", 1e15: "1000000000000000",
		0.06666666666666667: "0.066667", 10: "10", 100: "100", 1234.5: "1234.5",
	} {
		if got := money.Text(amount); got != want {
			t.Errorf("%g is written %q, not %q", amount, got, want)
		}
	}
}

func TestAmounts(t *testing.T) {
	var sums money.Amounts
	sums.Add(0.1, money.Credit)
	sums.Add(2, "USD")
	sums.Add(0.2, money.Credit)
	sums.Add(0, "EUR")
	if diff := cmp.Diff(money.Amounts{money.Credit: 0.3, "USD": 2}, sums); diff != "" {
		t.Error(diff)
	}
	if got := sums.String(); got != "2 USD and 0.3 credits" {
		t.Error(got)
	}
	if got := money.In(1, money.Credit); got != "1 credit" {
		t.Error(got)
	}
}
