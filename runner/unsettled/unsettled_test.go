package unsettled_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"gesso/runner/unsettled"
	"gesso/state"
)

// withCalls is a state whose image.a has calls: a letter for the id of the request, in
// doubt unless what follows says "lost" or "open".
func withCalls(calls ...string) *state.State {
	r := &state.Record{Address: "image.a"}
	for n, text := range calls {
		id, how, _ := strings.Cut(text, " ")
		call := state.Call{Intent: strings.Repeat(id, 26), Index: n, Time: time.Unix(int64(n), 0)}
		if how != "" {
			call.Task, call.Lost = "task", how == "lost"
		}
		r.Pending = append(r.Pending, call)
	}
	return state.New([]*state.Record{r})
}

// A decision is about the call that was meant, and none is guessed: a doubt goes before
// what is lost, and that before what can be collected, and of several of one kind one is
// to be named.
func TestChoose(t *testing.T) {
	for _, test := range []struct {
		calls   string // separated by commas
		request string
		want    string // the letter; "?": several
	}{
		{"A", "", "A"},
		{"A lost", "", "A"},
		{"A open", "", "A"},
		{"A open,B lost,C", "", "C"},
		{"A open,B lost", "", "B"},
		{"A,B", "", "?"},
		{"A lost,B lost", "", "?"},
		{"A open,B open", "", "?"},
		{"A open,B lost,C,D", "", "?"},
		{"A,A", "", "A"},
		{"A,B,A", "", "?"},
		{"A open,B lost,C,D", "d", "D"},
		{"A open,B lost,C,D", "BBBB", "B"},
		{"A open,B lost,C,D", strings.Repeat("a", 26), "A"},
		{"A,B", "C", "?"},
		{"A,B", strings.Repeat("A", 27), "?"},
		{"A", "B", "?"},
		{"", "", ""},
		{"", "A", ""},
	} {
		var calls []string
		if test.calls != "" {
			calls = strings.Split(test.calls, ",")
		}
		call, err := unsettled.Choose(withCalls(calls...), "image.a", test.request)
		got := call.Intent[:min(1, len(call.Intent))]
		if several := new(unsettled.SeveralError); errors.As(err, &several) {
			got = "?"
			for _, c := range calls {
				if len(several.Calls) == len(calls) && !strings.Contains(err.Error(), strings.Repeat(c[:1], 26)) {
					t.Errorf("%s: %v", test.calls, err)
				}
			}
		} else if (err != nil) != (test.want == "") || err != nil && !errors.Is(err, unsettled.ErrNothing) {
			t.Errorf("%s: %v", test.calls, err)
		}
		if got != test.want {
			t.Errorf("of %q and %q %q was chosen, want %q (%v)", test.calls, test.request, got, test.want, err)
		}
	}
}
