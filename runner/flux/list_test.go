package flux

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/provider"
)

// The list is asked for once, and whatever is no list is an error.
func TestList(t *testing.T) {
	from := time.Unix(1736304600, 0)
	const fox = `{"id":"T1","created_at":1736304669.5,"request":{"action":"generate","prompt":"a fox","model":"flux-dev","size":"1:1","count":"2"}}`
	one := []provider.Listed{{Task: "T1", Action: "generate", Prompt: "a fox", Model: "flux-dev", Size: "1:1", Count: 2, Created: time.Unix(1736304669, 5e8).UTC()}}
	tests := []struct {
		name, answer string
		want         []provider.Listed
		whole, fails bool
	}{
		{"one", jsonAnswer("200 OK", `{"items":[`+fox+`],"count":1}`), one, true, false},
		{"no count", jsonAnswer("200 OK", `{"items":[`+fox+`]}`), one, true, false},
		{"a page", jsonAnswer("200 OK", `{"items":[`+fox+`],"count":40}`), one, false, false},
		{"none", jsonAnswer("200 OK", `{"items":[],"count":0}`), nil, true, false},
		{"without requests", jsonAnswer("200 OK", `{"items":[{"id":"T1"},{"request":{"prompt":"x"}},7,null]}`), nil, true, false},
		{"nothing", jsonAnswer("200 OK", `{}`), nil, false, true},
		{"a page of a proxy", jsonAnswer("200 OK", `<html>`), nil, false, true},
		{"refused", jsonAnswer("400 Bad", `{"success":false,"error":{"code":"bad_request"}}`), nil, false, true},
		{"down", jsonAnswer("503 Down", ``), nil, false, true},
		{"cut", "[close]\n", nil, false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := play(t, test.answer)
			list, whole, err := client(t, s.url).List(t.Context(), from, from.Add(time.Hour))
			if diff := cmp.Diff(test.want, list); diff != "" || whole != test.whole || (err != nil) != test.fails {
				t.Errorf("whole %v, error %v (-want +got):\n%s", whole, err, diff)
			}
			s.calls(t, 1)
			if body := s.requests()[0].body; !strings.Contains(body, `"type":"images","created_at_min":1736304600,"created_at_max":1736308201`) {
				t.Errorf("sent %s", body)
			}
		})
	}
}

// A list that never ends, or that comes too slowly, is none, and a long one is not
// taken for whole.
func TestListIsBounded(t *testing.T) {
	for _, test := range []struct {
		name, body string
		whole      bool
	}{
		{"many", `{"items":[` + strings.Repeat(`{},`, maxElements) + `{}],"count":1}`, false},
		{"few", `{"items":[` + strings.Repeat(`{},`, 100) + `{}],"count":101}`, true},
		{"by id", `{"items":{"a":{"request":{"prompt":"x"}}},"count":1}`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := play(t, jsonAnswer("200 OK", test.body))
			_, whole, _ := client(t, s.url).List(t.Context(), time.Unix(0, 0), time.Unix(1, 0))
			if whole != test.whole {
				t.Errorf("whole is %v", whole)
			}
		})
	}
}
