package remote_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/disk/remote"
)

// Records and the ledger tell what is at the home, until it is discarded; the ledger is read
// where no record tells.
func TestIndex(t *testing.T) {
	of := func(content string) *state.Picture {
		return &state.Picture{Artifact: shaOf(content), Bytes: int64(len(content))}
	}
	recorded := state.New([]*state.Record{{Address: "image.fox", Request: &state.Request{}, Picture: *of("fox")}, {Address: "image.none"}})
	read := 0
	index := remote.IndexOf(recorded, func() ([]state.Entry, map[string]bool, error) {
		read++
		return []state.Entry{
			{Outcome: state.OutcomeCollected, Picture: of("den")},
			{Outcome: state.OutcomeCollected, Picture: of("owl!")},
			{Outcome: state.OutcomeRefused},
			{Outcome: state.OutcomeDiscarded, Picture: of("den")},
			{Outcome: state.OutcomeCollected, Picture: of("cats")},
			{Outcome: state.OutcomeDiscarded, Picture: of("cats")},
		}, map[string]bool{shaOf("den"): true}, nil // the cats were let go of once more, which no entry tells
	})
	if size, known := index.Size(shaOf("fox")); size != 3 || !known || read != 0 {
		t.Errorf("%d, %v, the ledger was read %d times", size, known, read)
	}
	for content, want := range map[string]bool{"den": false, "owl!": true, "cats": true, "dog": false} {
		if _, known := index.Size(shaOf(content)); known != want {
			t.Errorf("%s: %v", content, known)
		}
	}
	if _, known := index.Size("no hash"); known || read != 1 {
		t.Errorf("the ledger was read %d times", read)
	}
	want := map[string]int64{shaOf("fox"): 3, shaOf("owl!"): 4, shaOf("cats"): 4}
	if diff := cmp.Diff(want, maps.Collect(index.Each)); diff != "" {
		t.Error(diff)
	}
	if _, known := (*remote.Index)(nil).Size(shaOf("fox")); known {
		t.Error("nothing was loaded")
	}
}
