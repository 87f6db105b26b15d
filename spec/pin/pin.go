// Package pin reads what an image says of which of several pictures it wants: a take is
// the n-th picture of one request, and a pin is one picture by its bytes, whatever is
// asked for.
//
// It promises a reason, a phrase that can follow the argument's name, for every value
// that it refuses. Where the pictures are, it does not know.
//
//	n, why := pin.Take(value)
//	sha, why := pin.Hash(value)
package pin

import (
	"math"
	"math/big"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// prefix begins a pin's text.
const prefix = "sha256:"

// Text is the pin of an artifact, as a configuration has it.
func Text(sha string) string { return prefix + sha }

// Take is the take that a number without marks says, from 1; NilVal, null and what is not
// known are the first one.
func Take(value cty.Value) (n int, why string) {
	if value == cty.NilVal || value.IsNull() || !value.IsKnown() {
		return 1, ""
	}
	whole, accuracy := value.AsBigFloat().Int64()
	if accuracy != big.Exact || whole < 1 || whole > math.MaxInt32 {
		return 1, "must be a whole number from 1: 1 is the first picture of a request, 2 the next"
	}
	return int(whole), ""
}

// Hash is the SHA-256 that a string without marks pins, in lower-case hexadecimal; ""
// for NilVal and null, and where why says what is wrong with it.
func Hash(value cty.Value) (sha, why string) {
	switch {
	case value == cty.NilVal || value.IsNull():
		return "", ""
	case !value.IsKnown():
		return "", "depends on a picture that is not made yet, and names one that there is"
	}
	sha, is := strings.CutPrefix(value.AsString(), prefix)
	if is && len(sha) == 64 && strings.Trim(sha, "0123456789abcdef") == "" {
		return sha, ""
	}
	return "", `must be "sha256:" and 64 hexadecimal digits in lower case, as gesso takes lists them`
}
