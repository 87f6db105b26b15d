package address

import "cmp"

// Compare is the order of addresses everywhere, in plans as in gesso.state: by
// bytes, except that a number right after "[" counts by its value, so that
// image.a[2] comes before image.a[10]. It returns a negative number, 0 or a positive number; 0 for
// equal addresses alone.
func Compare(a, b string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			return cmp.Compare(a[i], b[i])
		}
		if a[i] != '[' {
			continue
		}
		// Both numbers start at i+1; where one is empty the bytes decide.
		x, y := digits(a[i+1:]), digits(b[i+1:])
		if x == "" || y == "" || x == y {
			continue
		}
		return cmp.Or(compareNumbers(x, y), cmp.Compare(x, y))
	}
	return cmp.Compare(len(a), len(b))
}

// compareNumbers compares decimal digits of any length by value.
func compareNumbers(x, y string) int {
	for x != "" && x[0] == '0' {
		x = x[1:]
	}
	for y != "" && y[0] == '0' {
		y = y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
}

// digits returns the decimal digits that s starts with.
func digits(s string) string {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return s[:n]
}
