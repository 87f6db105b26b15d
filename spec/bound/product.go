package bound

import "strings"

// Product is the product of two counts, or more than any bound. It is 0 where
// one of them is not above 0.
func Product(n, size int) int {
	const most = 1 << 40
	if size <= 0 || n <= 0 {
		return 0
	}
	if n > most/size {
		return most
	}
	return n * size
}

// Shorten is a text that may stand in a message, cut to some 200 bytes.
func Shorten(text string) string {
	const most = 200
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}
