package sandbox

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
)

// variant is the hash of a request, from which everything about its answer that
// could as well be otherwise is chosen: ids, seeds, and which of the documented
// shapes the answer has. The same request on a fresh server has the same variant.
type variant [sha256.Size]byte

// variantOf hashes values; they must be plain data.
func variantOf(values ...any) variant {
	data, err := json.Marshal(values)
	if err != nil {
		panic(err) // only our own strings and numbers come here
	}
	return sha256.Sum256(data)
}

// number draws a number for one purpose; another purpose draws another.
func (v variant) number(purpose string) uint64 {
	sum := sha256.Sum256(append(v[:], purpose...))
	return binary.BigEndian.Uint64(sum[:])
}

// oneIn is true for one variant in n, for one purpose.
func (v variant) oneIn(n uint64, purpose string) bool {
	return v.number(purpose)%n == 0
}

// chance is a number from 0 to below 1.
func (v variant) chance() float64 { return float64(v.number("chance")>>11) / (1 << 53) }

// uuid is an id in the form of the API's.
func (v variant) uuid(purpose string) string {
	b := sha256.Sum256(append(v[:], purpose...))
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}
