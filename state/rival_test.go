package state_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/statetest"
)

// contested is a record with a rival.
func contested(address string) *state.Record {
	r := statetest.Record(address, 1)
	r.Rivals = []state.Rival{statetest.Record(address, 2).Rival()}
	return r
}

// What was paid for on two branches is found by its key until the ledger has it, and
// whatever takes the record away gives the rivals to the ledger too.
func TestRivals(t *testing.T) {
	first, second := statetest.Request(1).Key(), statetest.Request(2).Key()
	s := state.New([]*state.Record{contested("image.a")})
	byKey := s.ByKey()
	if len(byKey[first]) != 1 || len(byKey[second]) != 1 || byKey[second][0].Artifact != statetest.SHA(2) {
		t.Errorf("by key: %v", byKey)
	}
	moved := *contested("image.b")
	for _, test := range []struct {
		event    state.Event
		released []string // artifacts
		rivals   int      // that are left at any address
	}{
		{state.Event{Kind: state.Released, Address: "image.a"}, []string{statetest.SHA(2)}, 0},
		{state.Event{Kind: state.Removed, Address: "image.a"}, []string{statetest.SHA(1), statetest.SHA(2)}, 0},
		{state.Event{Kind: state.Forgotten, Address: "image.a"}, []string{statetest.SHA(1), statetest.SHA(2)}, 0},
		{statetest.Collected("", 1, 0, statetest.Record("image.a", 2)), []string{statetest.SHA(2), statetest.SHA(1)}, 0},
		{statetest.Collected("", 1, 0, statetest.Record("image.a", 3)), []string{statetest.SHA(3), statetest.SHA(1), statetest.SHA(2)}, 0},
		{state.Event{Kind: state.Moved, From: "image.a", Record: &moved}, []string{statetest.SHA(1)}, 1},
		{state.Event{Kind: state.Placed, Address: "image.a", Path: "a.png", Output: statetest.SHA(1)}, nil, 1},
	} {
		test.event.Time = statetest.At(9)
		e := test.event.Plain()
		if err := e.Check(); err != nil {
			t.Fatal(err)
		}
		after := s.Clone()
		var released []string
		for _, entry := range after.Entries(e) {
			released = append(released, entry.Picture.Artifact)
		}
		after.Apply(e)
		rivals := 0
		for r := range after.All() {
			rivals += len(r.Rivals)
		}
		if diff := cmp.Diff(test.released, released); diff != "" || rivals != test.rivals {
			t.Errorf("%s: %d rivals are left; released (-want +got):\n%s", e.Kind, rivals, diff)
		}
	}
}

// A rival is a claim as any other, and is checked as one.
func TestRivalChecked(t *testing.T) {
	if err := contested("image.a").Check(); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*state.Record){
		"rivals[0].artifact is missing":                            func(r *state.Record) { r.Rivals[0].Artifact = "" },
		"rivals[0].key is not the key of the request":              func(r *state.Record) { r.Rivals[0].Key = statetest.Request(3).Key() },
		"rivals are of a picture that is not recorded":             func(r *state.Record) { r.Artifact = "" },
		"rivals[0].output_sha256 is \"x\", which is not a SHA-256": func(r *state.Record) { r.Rivals[0].Output = "x" },
	} {
		r := contested("image.a")
		change(r)
		if err := r.Check(); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
