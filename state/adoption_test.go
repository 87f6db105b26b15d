package state_test

import (
	"testing"

	"gesso/state"
	"gesso/state/statetest"
)

// What a hand-made picture stands in for stays known, however often it is changed again,
// and is had back with its own request.
func TestAdoption(t *testing.T) {
	r := statetest.Record("image.a", 1)
	edited := state.Picture{Artifact: statetest.SHA(2), Format: "png"}
	first := *r
	first.Picture = r.Adopt(edited, r.Key, "eyes")
	again := first
	other := statetest.Record("image.a", 3)
	again.Picture = first.Adopt(state.Picture{Artifact: statetest.SHA(4), Format: "png"}, other.Key, "")
	again.Request = other.Request
	if again.Adopted.Note != "" || first.Adopted.Note != "eyes" || first.Adopted.From.Request != nil {
		t.Errorf("got %+v and %+v", first.Adopted, again.Adopted)
	}
	for _, adopted := range []*state.Record{&first, &again} {
		back := adopted.Original()
		if back.Artifact != r.Artifact || back.Task != r.Task || back.Key != r.Key || *back.Request != *r.Request {
			t.Errorf("the original is %+v", back)
		}
		if back.Output != "" || back.Former != adopted.Output || back.LastOutput() != adopted.Output {
			t.Errorf("of what lies there is known %q, %q", back.Output, back.Former)
		}
		if err := adopted.Check(); err != nil {
			t.Error(err)
		}
	}
	if r.Original() != nil {
		t.Error("what no hand was at has an original")
	}
}
