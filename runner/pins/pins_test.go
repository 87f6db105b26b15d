package pins_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"gesso/runner/pins"
	"gesso/runner/supply"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/disktest"
)

func folder(t *testing.T) *disk.Workspace {
	t.Helper()
	return disktest.Open(t, t.TempDir())
}

func object(w *disk.Workspace, sha string) string {
	return filepath.Join(w.Dir(), ".gesso", "objects", sha[:2], sha)
}

func drawn(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 7, 5))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A picture is found by its bytes, with the request that it was made by, whether it is
// recorded, was so once, or is only in the store.
func TestFind(t *testing.T) {
	w, s := folder(t), new(state.State)
	recorded, rival, first := disktest.Store(t, w, "a fox"), disktest.Store(t, w, "another fox"), disktest.Store(t, w, "the first delivery")
	request := &state.Request{Prompt: "a fox"}
	r := &state.Record{Address: "image.fox", Request: request, Picture: state.Picture{Artifact: recorded, Origin: &state.Delivery{Artifact: first}}}
	r.Rivals = []state.Rival{{Request: &state.Request{Prompt: "another"}, Picture: state.Picture{Artifact: rival}}}
	s.Apply(state.Event{Kind: state.Collected, Record: r})
	alone := disktest.Store(t, w, drawn(t))
	all := pins.Open(w, s, supply.New(w, nil, s))
	for _, test := range []struct{ name, sha, artifact, prompt string }{
		{"recorded", recorded, recorded, "a fox"},
		{"by the bytes of its first delivery", first, recorded, "a fox"},
		{"of another branch", rival, rival, "another"},
		{"of which only the store tells", alone, alone, ""},
	} {
		found, err := all.Find(test.sha)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		prompt := ""
		if found.Request != nil {
			prompt = found.Request.Prompt
		}
		if found.Picture.Artifact != test.artifact || prompt != test.prompt {
			t.Errorf("%s: got %+v by %q", test.name, found.Picture, prompt)
		}
	}
	if found, _ := all.Find(alone); found != nil && (found.Picture.Width != 7 || !found.Picture.Imported || found.Picture.Format != "png") {
		t.Errorf("of what is alone it tells %+v", found.Picture)
	}
}

// What cannot be had is an error that says where it was sought.
func TestFindNothing(t *testing.T) {
	w, s := folder(t), new(state.State)
	gone, damaged, text := disktest.Store(t, w, "gone"), disktest.Store(t, w, "damaged"), disktest.Store(t, w, "no picture")
	s.Apply(state.Event{Kind: state.Collected, Record: &state.Record{Address: "image.fox", Request: &state.Request{}, Picture: state.Picture{Artifact: gone}}})
	if err := os.Remove(object(w, gone)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(object(w, damaged)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(object(w, damaged), []byte("flipped"), 0o444); err != nil {
		t.Fatal(err)
	}
	all := pins.Open(w, s, supply.New(w, nil, s))
	for _, test := range []struct {
		name, sha string
		known     bool
	}{{"recorded, and nowhere", gone, true}, {"damaged", damaged, false}, {"unknown", "00" + gone[2:], false}} {
		_, err := all.Find(test.sha)
		var missing *pins.MissingError
		if !errors.As(err, &missing) || missing.Known != test.known || missing.SHA != test.sha || missing.Store != ".gesso/objects" {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
	var missing *pins.MissingError
	if _, err := all.Find(text); err == nil || errors.As(err, &missing) {
		t.Errorf("an object that is no picture: %v", err)
	}
}
