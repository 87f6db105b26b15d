package text

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"

	"gesso/state"
)

const (
	// sumField is the last field of a record's line: the CRC-32C of the line as it
	// is without the field. It finds what a failing disk, a merge or a hand has
	// changed, which would otherwise be paid for. It is of the line alone, so that
	// lines still merge; those of older versions have none.
	sumField = `,"crc32c":"`
	sumHint  = `restore the line from version control; if it was changed on purpose, remove "crc32c" and its value from it`
)

// A sealedRecord is a record as its line has it.
type sealedRecord struct {
	state.Record
	Sum string `json:"crc32c"` // "" in a line of an older version
}

// sealed reports whether a line is as it was written, of which sum is what it says itself.
func sealed(sum string, line []byte) bool {
	if sum == "" {
		return true
	}
	size := len(sumField) + len(`01234567"}`)
	if len(line) < size {
		return false
	}
	body, seal := line[:len(line)-size], line[len(line)-size:]
	return bytes.Equal(seal, AppendSeal(make([]byte, 0, 64), body))
}

// AppendSeal appends the end of a record's line, of which body is what is before.
func AppendSeal(line, body []byte) []byte {
	var sum [4]byte
	binary.BigEndian.PutUint32(sum[:], sumOf(body))
	return append(hex.AppendEncode(append(line, sumField...), sum[:]), `"}`...)
}

// sumOf is the checksum of a record's JSON, given without its last brace.
func sumOf(body []byte) uint32 { return crc32.Update(Checksum(body), castagnoli, []byte("}")) }
