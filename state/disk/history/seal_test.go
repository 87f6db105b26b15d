package history_test

import (
	"testing"

	"gesso/state/disk/history"
)

// However a file is written, its seal is that of its bytes.
func TestSealer(t *testing.T) {
	const data = "one line\nand another\n"
	for _, pieces := range [][]string{{data}, {data[:4], data[4:]}, {"", data[:9], "", data[9:]}} {
		var s history.Sealer
		for _, p := range pieces {
			if n, err := s.Write([]byte(p)); n != len(p) || err != nil {
				t.Fatal(n, err)
			}
		}
		if got, want := s.Seal(), history.Seal([]byte(data)); got != want {
			t.Errorf("%q: %s, not %s", pieces, got, want)
		}
	}
}
