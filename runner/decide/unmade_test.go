package decide

import "testing"

// What made nothing once is bad luck; what moderation refused is refused again.
func TestFruitlessWaits(t *testing.T) {
	for _, test := range []struct {
		of   fruitless
		want bool
	}{
		{fruitless{}, false},
		{fruitless{times: 1}, false},
		{fruitless{times: 2}, true},
		{fruitless{times: 1, moderated: true}, true},
	} {
		if got := test.of.waits(); got != test.want {
			t.Errorf("%+v waits: %v", test.of, got)
		}
	}
}
