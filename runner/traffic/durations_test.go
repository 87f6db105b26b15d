package traffic

import "testing"

func TestSurprising(t *testing.T) {
	for _, test := range []struct {
		expected, variance float64
		finished           int
		want               bool
	}{
		{20, 0, 20, false},
		{20, 0, 0, true},
		{50, 0, 44, false}, // a few take a little longer than all before
		{50, 0, 30, true},
		{50, 25, 30, false},
		{2, 1, 0, false},
	} {
		if got := surprising(test.expected, test.variance, test.finished); got != test.want {
			t.Errorf("of %v ± %v expected ends %d have come: surprising is %v", test.expected, test.variance, test.finished, got)
		}
	}
}
