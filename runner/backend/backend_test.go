package backend_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/backend"
	settings "gesso/spec/backend"
	"gesso/state/home/place"
)

// TestArguments: a configuration can say what a place understands, and nothing else.
func TestArguments(t *testing.T) {
	for _, kind := range settings.Kinds() {
		var want []string
		for _, a := range place.Arguments(kind) {
			want = append(want, a.Name)
			if a.Required != (a.Name == settings.Required(kind)) {
				t.Errorf("%s: whether %s is needed is told in two ways", kind, a.Name)
			}
		}
		if diff := cmp.Diff(want, settings.Arguments(kind)); diff != "" {
			t.Errorf("%s (-place +spec):\n%s", kind, diff)
		}
	}
}

// TestAgrees: what is noted of a home holds only for the block that it was noted of.
func TestAgrees(t *testing.T) {
	block := func(kind, path, lease string) *backend.Block {
		return &backend.Block{Kind: kind, Values: map[string]string{"path": path, "lease": lease}}
	}
	note := &backend.Note{Kind: "local", Block: map[string]string{"path": "a", "lease": "1m"}, ID: "x"}
	given := &backend.Note{Kind: "local", Block: map[string]string{}, Given: map[string]string{"path": "a"}, ID: "x"}
	for name, test := range map[string]struct {
		note   *backend.Note
		block  *backend.Block
		agrees bool
	}{
		"nothing noted":      {nil, block("local", "a", ""), true},
		"the same":           {note, block("local", "a", "1m"), true},
		"another lease":      {note, block("local", "a", "5m"), true},
		"another path":       {note, block("local", "b", "1m"), false},
		"another kind":       {note, block("s3", "a", "1m"), false},
		"none":               {note, nil, false},
		"what init was told": {given, block("local", "", ""), true},
	} {
		f := &backend.Folder{Dir: t.TempDir(), Block: test.block, Note: test.note}
		err := f.Agrees()
		var setup *backend.SetupError
		if (err == nil) != test.agrees || err != nil && (!errors.As(err, &setup) || setup.Hint() == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDamagedNote: a note that gesso did not write is refused, and not taken for none.
func TestDamagedNote(t *testing.T) {
	for _, text := range []string{"", "{", `{"gesso":"other"}`, `{"gesso":"home","version":2,"kind":"s3","id":"x"}`, `{"secret_key":"x"}`} {
		dir := t.TempDir()
		at := filepath.Join(dir, ".gesso/home/home.json")
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if f, err := backend.Look(dir, nil); err == nil {
			c, err := f.Connect(context.Background(), place.Options{Dir: dir})
			t.Errorf("%q is taken for a note: %v, %v", text, c, err)
		}
	}
}
