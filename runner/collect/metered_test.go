package collect

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/provider"
)

// TestMetered: what has come is told when it begins and at each tenth, not with each
// piece; without a size it is told once.
func TestMetered(t *testing.T) {
	type told struct{ Done, Size int64 }
	for _, test := range []struct {
		size int64
		want []told
	}{
		{40, []told{{0, 0}, {6, 40}, {12, 40}, {18, 40}, {24, 40}, {30, 40}, {36, 40}}},
		{-1, []told{{0, 0}}},
		{3, []told{{0, 0}, {3, 3}, {3, 3}}},
	} {
		var got []told
		c := New(Config{Fetching: func(address string, done, size int64) { got = append(got, told{done, size}) }})
		var out bytes.Buffer
		w := c.metered(&out, "image.a")
		w.(provider.Announced).Announce(test.size)
		pieces := 13
		if test.size == 3 {
			pieces = 2 // more than was announced
		}
		for range pieces {
			if _, err := w.Write([]byte("xyz")); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" || out.String() != strings.Repeat("xyz", pieces) {
			t.Errorf("%d bytes (-want +got):\n%s", test.size, diff)
		}
	}
}
