package supply

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gesso/state"
	"gesso/state/disk/disktest"
)

// A picture that came in several bytes can be had in any of them: those of other records and
// of the ledger too. What was converted from it for an output that went serves at the last.
func TestDeliveries(t *testing.T) {
	w, recorded := workspace(t), new(state.State)
	first := state.Record{Address: "image.fox", Request: &state.Request{}, Path: "fox.jpg", Output: disktest.Store(t, w, "converted")}
	first.Picture = state.Picture{Key: (state.Request{}).Key(), Task: "t", Position: 1, Artifact: disktest.Store(t, w, "first")}
	again := first
	again.Picture = first.Redelivered(state.Picture{Artifact: disktest.Store(t, w, "again")})
	other := state.Picture{Key: (state.Request{}).Key(), Task: "t", Position: 2, Artifact: disktest.Store(t, w, "other")}

	var events []state.Event
	for n, r := range []*state.Record{&first, &again, {Address: "image.fox", Request: &state.Request{}, Picture: other}} {
		events = append(events, state.Event{Kind: state.Collected, Time: time.Unix(int64(n), 0), Record: r})
	}
	disktest.Happen(t, w, events...)
	remove := func(sha string) {
		if err := os.Remove(filepath.Join(w.Dir(), ".gesso", "objects", sha[:2], sha)); err != nil {
			t.Fatal(err)
		}
	}
	way := func(p *state.Picture) Way { return New(w, nil, recorded).Way(p) }
	remove(first.Artifact)
	if got := way(&first.Picture); got != ByStore {
		t.Errorf("in other bytes: %v", got)
	}
	if _, err := w.Outputs().Place("a.png", func(out io.Writer) error { _, err := io.WriteString(out, "again"); return err }); err != nil {
		t.Fatal(err)
	}
	if s := New(w, nil, recorded); !s.Delivers(&first.Picture, "a.png") || s.Delivers(&other, "a.png") {
		t.Error("the output is the one picture in other bytes, and not the other one of the task")
	}
	remove(again.Artifact)
	s := New(w, nil, recorded)
	var copies []string
	for sha := range s.Copies(&first.Picture) {
		copies = append(copies, sha)
	}
	if len(copies) != 1 || copies[0] != first.Output {
		t.Errorf("it is left as %q", copies)
	}
}
