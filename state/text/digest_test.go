package text

import (
	"bytes"
	"fmt"
	"testing"

	"gesso/state"
)

// A digest is of what is recorded, and of nothing else: not of the order of lines, nor
// of how a state came about.
func TestDigest(t *testing.T) {
	digest := func(s *state.State) string {
		t.Helper()
		d, err := Digest(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	one, two := collectedBy("", 1, 0, record("image.b", 7)), collectedBy("", 1, 0, record("image.a", 8))
	whole := applied(one, two)
	read, err := Parse([]byte(stateOf(t, whole)))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "of other ways", []string{digest(applied(two, one)), digest(state.New(read))}, []string{digest(whole), digest(whole)})
	for name, other := range map[string]*state.State{"none": {}, "fewer": applied(one), "other": applied(one, collectedBy("", 1, 0, record("image.a", 9)))} {
		if digest(other) == digest(whole) {
			t.Errorf("%s: the same digest", name)
		}
	}
}

// What is written in pieces is what is made in one, and no piece is much longer than it is
// said to be.
func TestWriteInPieces(t *testing.T) {
	var all []state.Event
	for i := range 500 {
		all = append(all, collectedBy("", i+1, 0, record(fmt.Sprintf("image.a[%d]", i), 7)))
	}
	s := applied(all...)
	var pieces recorder
	if err := Write(&pieces, s); err != nil {
		t.Fatal(err)
	}
	same(t, "in pieces", string(bytes.Join(pieces, nil)), stateOf(t, s))
	for i, p := range pieces {
		if len(pieces) < 3 || len(p) > pieceSize+4<<10 {
			t.Errorf("piece %d of %d has %d bytes", i, len(pieces), len(p))
		}
	}
}

// recorder keeps what it is given, piece by piece.
type recorder [][]byte

func (r *recorder) Write(p []byte) (int, error) {
	*r = append(*r, bytes.Clone(p))
	return len(p), nil
}
