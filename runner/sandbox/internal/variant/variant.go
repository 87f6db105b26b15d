// Package variant makes, of a request, what its answer could as well have otherwise:
// ids, seeds, and which of the documented shapes it takes.
//
// The same request on a fresh server has the same variant: it depends on neither the
// time, the port nor the process. It is not for secrets: whoever knows the request
// knows it too.
//
//	v := variant.Of("generate", "a fox", 1)
//	id := v.UUID("task")
//	if v.OneIn(8, "no trace") { ... }
package variant

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
)

// Variant is the hash of a request.
type Variant [sha256.Size]byte

// Of hashes values; they must be plain data.
func Of(values ...any) Variant {
	data, err := json.Marshal(values)
	if err != nil {
		panic(err) // only our own strings and numbers come here
	}
	return sha256.Sum256(data)
}

// Number draws a number for one purpose; another purpose draws another.
func (v Variant) Number(purpose string) uint64 {
	sum := sha256.Sum256(append(v[:], purpose...))
	return binary.BigEndian.Uint64(sum[:])
}

// OneIn is true for one variant in n, for one purpose.
func (v Variant) OneIn(n uint64, purpose string) bool {
	return v.Number(purpose)%n == 0
}

// Chance is a number from 0 to below 1.
func (v Variant) Chance() float64 { return float64(v.Number("chance")>>11) / (1 << 53) }

// UUID is an id in the form of the API's.
func (v Variant) UUID(purpose string) string {
	b := sha256.Sum256(append(v[:], purpose...))
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}
