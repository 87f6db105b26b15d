package text

import (
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
