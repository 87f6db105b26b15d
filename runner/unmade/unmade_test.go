package unmade

import "testing"

// What made nothing once is bad luck; what moderation refused is refused again.
func TestFruitlessWaits(t *testing.T) {
	for _, test := range []struct {
		of   Times
		want bool
	}{
		{Times{}, false},
		{Times{N: 1}, false},
		{Times{N: 2}, true},
		{Times{N: 1, Moderated: true}, true},
	} {
		if got := test.of.Waits(); got != test.want {
			t.Errorf("%+v waits: %v", test.of, got)
		}
	}
}
