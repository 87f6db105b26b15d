package audit_test

import (
	"testing"

	"gesso/state"
)

// Each paid picture is counted once, in whatever bytes it came, and is here if any of
// them is: by a clone's ledger, which has no line of any call.
func TestAuditTellsPicturesApart(t *testing.T) {
	elsewhere := opened(t)
	sha := func(content string) string {
		return buying(t, elsewhere, "", "", content, false)[2].Record.Artifact
	}
	base := *buying(t, elsewhere, "image.fox", "one", "first", false)[2].Record
	at := func(address string, position int, content string) state.Record {
		r := base
		r.Address, r.Position, r.Artifact = address, position, sha(content)
		return r
	}
	has := func(r state.Record) state.Event { return state.Event{Kind: state.Collected, Record: &r} }
	again := func(r state.Record, content string) state.Event {
		r.Picture = r.Redelivered(state.Picture{Artifact: sha(content)})
		return has(r)
	}
	untold := func(r state.Record, content string) state.Event { // as older versions recorded it
		r.Artifact = sha(content)
		return has(r)
	}
	a, b, c := at(`image.fox["a"]`, 1, "a"), at(`image.fox["b"]`, 2, "b"), at(`image.fox["c"]`, 3, "c")
	old, older := at(`image.fox["a"]`, 0, "a"), at(`image.fox["b"]`, 0, "b")
	for name, test := range map[string]struct {
		events             []state.Event
		here               []string // contents that the store has
		paid, stored, lost int
	}{
		"three of one task, each delivered again": {[]state.Event{has(a), has(b), has(c), again(a, "a2"), again(b, "b2"), again(c, "c2")},
			[]string{"a2", "b2", "c2"}, 3, 3, 0},
		"and again, and the first one is what is here": {[]state.Event{has(a), again(a, "a2"), again(a, "a3")}, []string{"a"}, 1, 1, 0},
		"one of them is nowhere":                       {[]state.Event{has(a), has(b), again(a, "a2"), again(b, "b2")}, []string{"b2"}, 2, 1, 1},
		"first delivered in other bytes elsewhere":     {[]state.Event{has(a), untold(a, "elsewhere")}, []string{"elsewhere"}, 1, 1, 0},
		"two of a task that look alike":                {[]state.Event{has(a), has(at(`image.fox["b"]`, 2, "a"))}, []string{"a"}, 1, 1, 0},
		"two of a task, by older records":              {[]state.Event{has(old), has(older)}, nil, 2, 0, 2},
		"these, and one came again":                    {[]state.Event{has(old), has(older), untold(older, "b2")}, []string{"b2"}, 2, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := ledgerOf(t, test.events...)
			for _, content := range test.here {
				buying(t, w, "", "", content, false)
			}
			found := auditOf(t, w, s)
			if found.Paid != test.paid || found.Stored != test.stored || len(found.Lost) != test.lost || len(found.Double) > 0 {
				t.Errorf("%d paid, %d stored, %d lost, %d double", found.Paid, found.Stored, len(found.Lost), len(found.Double))
			}
		})
	}
}

// A picture of which only a converted output was left, before another took that one's
// place, is not lost: the store has it as it was converted.
func TestAuditOfAConvertedOutputThatWent(t *testing.T) {
	elsewhere := opened(t)
	first := *buying(t, elsewhere, "image.fox", "one", "first", false)[2].Record
	first.Path, first.Output = "fox.jpg", buying(t, elsewhere, "", "", "first as a JPEG", false)[2].Record.Artifact
	second := first
	request := *first.Request
	request.Model = "flux-pro"
	second.Request, second.Key, second.Task, second.Output = &request, request.Key(), "task-two", ""
	second.Artifact = buying(t, elsewhere, "", "", "second", false)[2].Record.Artifact
	w, s := ledgerOf(t, state.Event{Kind: state.Collected, Record: &first}, state.Event{Kind: state.Collected, Record: &second})
	buying(t, w, "", "", "first as a JPEG", false)
	buying(t, w, "", "", "second", false)
	if found := auditOf(t, w, s); found.Paid != 2 || found.Stored != 1 || found.Converted != 1 || len(found.Lost) != 0 {
		t.Errorf("%d paid, %d stored, %d converted, lost %+v", found.Paid, found.Stored, found.Converted, found.Lost)
	}
}
