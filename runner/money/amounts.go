package money

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Credit is what a provider's own account counts in where it says nothing else.
const Credit = "credit"

// Amounts are sums by currency. The nil map is empty.
type Amounts map[string]float64

// Add adds an amount of a currency, which may be "".
func (a *Amounts) Add(amount float64, currency string) {
	if amount == 0 {
		return
	}
	if *a == nil {
		*a = Amounts{}
	}
	(*a)[currency] = Add((*a)[currency], amount)
}

// String is the amounts in words, in the order of their currencies; "" where there are
// none. Credits have their plural.
func (a Amounts) String() string {
	var parts []string
	for _, currency := range slices.Sorted(maps.Keys(a)) {
		parts = append(parts, In(a[currency], currency))
	}
	return strings.Join(parts, " and ")
}

// In is an amount of a currency in words.
func In(amount float64, currency string) string {
	if currency == Credit && amount != 1 {
		currency = "credits"
	}
	return strings.TrimSuffix(Text(amount)+" "+currency, " ")
}

// places are the decimal places of an amount that are written.
const places = 6

// Text is an amount as it is written: without an exponent, with six decimal places at
// most. One that is finer than that has as many as it needs.
func Text(amount float64) string {
	if amount == 0 {
		return "0"
	}
	text := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(amount, 'f', places, 64), "0"), ".")
	if text == "0" || text == "-0" {
		return strconv.FormatFloat(amount, 'f', -1, 64)
	}
	return text
}

// Rounded is an amount as it is written, as a number.
func Rounded(amount float64) float64 {
	f, err := strconv.ParseFloat(Text(amount), 64)
	if err != nil {
		return amount
	}
	return f
}
