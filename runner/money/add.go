package money

import (
	"math"
	"math/big"
	"strconv"
)

// fine is the finest part of an amount that is added as a whole number; what is finer,
// or larger than most, is added as fractions, which takes longer.
const (
	fine = 1e9
	most = 4e6
)

// Add returns the sum of two amounts as decimals. Neither is infinite nor no number.
func Add(a, b float64) float64 {
	x, whole := units(a)
	y, also := units(b)
	if whole && also {
		return float64(x+y) / fine
	}
	return rounded(new(big.Rat).Add(decimal(a), decimal(b)))
}

// Times returns an amount so many times; n may be negative.
func Times(n int, amount float64) float64 {
	switch n {
	case 1:
		return amount
	case -1:
		return -amount
	}
	return rounded(new(big.Rat).Mul(new(big.Rat).SetInt64(int64(n)), decimal(amount)))
}

// units is an amount in its finest parts, and whether it is a whole number of them.
func units(amount float64) (int64, bool) {
	if math.Abs(amount) > most {
		return 0, false
	}
	n := math.Round(amount * fine)
	return int64(n), n/fine == amount
}

// decimal is what a person reads where an amount is written down.
func decimal(amount float64) *big.Rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(amount, 'g', -1, 64))
	if !ok {
		return new(big.Rat) // of what is no number
	}
	return r
}

func rounded(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}
