package text

import (
	"crypto/sha256"
	"encoding/hex"

	"gesso/state"
)

// Digest tells states apart: it is the SHA-256, in hexadecimal, of what Format writes
// of one. Equal states have equal digests on every machine, whatever way they came
// about, and a merge of two branches has that of its content. It stands where others
// compare a lineage and a serial, neither of which could be in a file that is merged
// line by line. The error is that of Format.
func Digest(s *state.State) (string, error) {
	data, err := Format(s)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}
