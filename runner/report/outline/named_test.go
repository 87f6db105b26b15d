package outline

import (
	"fmt"
	"testing"

	"gesso/runner/plan"
)

func TestNamed(t *testing.T) {
	for _, test := range []struct {
		keys []any
		want string
	}{
		{[]any{2}, "[2]"},
		{[]any{2, 3}, "[2], [3]"},
		{[]any{2, 3, 4, 5}, "[2] to [5]"},
		{[]any{0, 1, 2, 7, 9, 10}, "[0] to [2], [7], [9], [10]"},
		{[]any{0, 2, 4, 6, 8, 9}, "[0], [2], [4] and 3 more, the last one [9]"},
		{[]any{"a", "b", "c"}, `["a"], ["b"], ["c"]`},
		{[]any{"1", "2", "3", "4", "5"}, `["1"], ["2"], ["3"] and 2 more, the last one ["5"]`},
	} {
		var changes []*plan.Change
		for _, key := range test.keys {
			address := fmt.Sprintf("image.a[%v]", key)
			if text, ok := key.(string); ok {
				address = fmt.Sprintf("image.a[%q]", text)
			}
			changes = append(changes, &plan.Change{Address: address, Declared: &plan.Declaration{Block: "image.a", Terms: &plan.Terms{}}})
		}
		if got := named(changes); got != test.want {
			t.Errorf("%v: %s, want %s", test.keys, got, test.want)
		}
	}
}
