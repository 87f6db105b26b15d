package place

import (
	"context"
	"strings"
	"testing"

	"gesso/state"
)

// What somebody made by hand is recorded before it is replaced: as made from what the address
// had there, if anything; once, and not what gesso made, or what is no picture.
func TestPutNotesHands(t *testing.T) {
	for _, test := range []struct {
		name   string
		there  []byte
		before bool // the address had a picture there
		known  bool
		want   string // events
	}{
		{"painted over", grey(2), true, false, "collected placed"},
		{"a stranger's", grey(2), false, false, "collected placed"},
		{"known already", grey(2), true, true, "placed"},
		{"no picture", []byte("mine"), true, false, "placed"},
		{"the picture itself", grey(9), false, false, "placed"},
		{"nothing", nil, true, false, "placed"},
	} {
		b := newBench(t, nil, "a.png")
		b.ByHand = func(_ context.Context, sha, _ string, _ state.Key, _ ...*state.Picture) (state.Picture, bool) {
			return state.Picture{Artifact: sha, Format: "png"}, !test.known && sha != shaOf([]byte("mine"))
		}
		record := &state.Record{Address: "image.a", Picture: b.stored(9), Request: &state.Request{Prompt: "new"}}
		record.Key = "k1:new"
		o := Output{Address: "image.a", Path: "a.png"}
		if test.before {
			o.Before = &state.Record{Address: "image.a", Picture: b.stored(8), Request: &state.Request{Prompt: "old"}, Path: "a.png", Output: shaOf(grey(8))}
			o.Before.Key = "k1:old"
		}
		if test.there != nil {
			b.write("a.png", test.there)
		}
		if err := b.Put(t.Context(), o, record); err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, e := range b.events {
			kinds = append(kinds, string(e.Kind))
		}
		if got := strings.Join(kinds, " "); got != test.want {
			t.Errorf("%s: it records %s, want %s", test.name, got, test.want)
			continue
		}
		if len(kinds) < 2 {
			continue
		}
		e, key := b.events[0], state.Key("k1:new")
		if test.before {
			key = "k1:old"
		}
		made := e.Record
		if err := e.Check(); err != nil || e.Address != "image.a" || made.Address != "" || made.Artifact != shaOf(test.there) || made.Key != key || !made.Picture.ByHand() || !b.Store.Has(made.Artifact) {
			t.Errorf("%s: %+v, %v", test.name, made, err)
		}
		if from := made.Adopted.From; (from != nil) != test.before || from != nil && from.Artifact != shaOf(grey(8)) {
			t.Errorf("%s: made from %+v", test.name, from)
		}
	}
}
