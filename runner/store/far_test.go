package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gesso/runner/store"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/disktest"
	"gesso/state/home"
	"gesso/state/home/shelf/shelftest"
	"gesso/state/statetest"
)

// machine opens a folder of its own whose project is kept on a shelf.
func machine(t *testing.T, on *shelftest.Memory) *store.Directory {
	t.Helper()
	d, err := store.Open(t.TempDir(), disk.Default, time.Now, func(w *disk.Workspace) error {
		return w.UseHome(home.On(on, home.Options{}), disk.HomeOptions{Context: context.WithoutCancel(t.Context())})
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// collect records pictures that lie in the store, for a machine.
func collect(t *testing.T, d *store.Directory, contents ...string) (shas []string, failed error) {
	t.Helper()
	w := d.Workspaces[0]
	j, lock := disktest.Begin(t, w, "apply")
	for n, content := range contents {
		sha := disktest.Store(t, w, content)
		shas = append(shas, sha)
		r := statetest.Record("image."+content, n+1)
		r.Artifact, r.Bytes = sha, int64(len(content))
		failed = errors.Join(failed, j.Append(state.Event{Kind: state.Collected, Time: statetest.At(n), Record: r}))
	}
	if err := errors.Join(j.Close(), lock.Unlock()); err != nil && failed == nil {
		t.Fatal(err)
	}
	return shas, failed
}

func newShelf(t *testing.T) *shelftest.Memory {
	t.Helper()
	on := new(shelftest.Memory)
	id := home.Identity{Format: "home", Version: 1, ID: rand.Text(), Time: time.Now().UTC().Round(0)}
	who := home.Holder{PID: 1, Host: "founder", Command: "init", Time: time.Now().UTC().Round(0), Nonce: rand.Text()}
	if _, err := home.On(on, home.Options{}).Found(t.Context(), id, who, nil); err != nil {
		t.Fatal(err)
	}
	return on
}

// What one machine has bought another one fetches, knowing it by what is recorded; what is
// damaged or gone at the home is named, and mended from a machine that has it.
func TestFar(t *testing.T) {
	on := newShelf(t)
	a := machine(t, on)
	shas, err := collect(t, a, "fox", "den", "owl")
	if err != nil {
		t.Fatal(err)
	}
	b := machine(t, on)
	s := b.Workspaces[0].Store()
	if _, err := b.Workspaces[0].Load(); err != nil {
		t.Fatal(err)
	}
	if !s.Has(shas[0]) || s.Here(shas[0]) || s.Verify(shas[0]) != nil || !s.Here(shas[0]) {
		t.Error("another machine cannot have a picture")
	}
	far := b.Stores()[0].Far()
	copied, err := far.Pull(t.Context(), false, false, nil)
	if err != nil || copied.Objects != 2 || copied.There != 1 || !copied.Sound() {
		t.Errorf("pulled %+v, %v", copied, err)
	}

	name := func(sha string) string { return "objects/" + sha[:2] + "/" + sha }
	on.Put(name(shas[0]), []byte("fix"))
	if err := on.Remove(t.Context(), name(shas[1])); err != nil {
		t.Fatal(err)
	}
	c := machine(t, on)
	found, err := c.Stores()[0].Far().Verify(t.Context(), store.Repair, nil)
	if err != nil || found.Objects != 1 || len(found.Damaged) != 2 {
		t.Fatalf("found %+v, %v", found, err)
	}
	for _, d := range found.Damaged {
		if d.Repaired != "" || len(d.Addresses) != 1 || d.SHA == shas[2] {
			t.Errorf("by a machine that has nothing: %+v", d)
		}
	}
	copied, err = c.Stores()[0].Far().Pull(t.Context(), true, false, nil)
	if err != nil || copied.Objects != 1 || len(copied.Missing) != 1 || len(copied.Failed) != 1 {
		t.Errorf("pulled %+v, %v", copied, err)
	}
	found, err = far.Verify(t.Context(), store.Repair, nil)
	if err != nil || len(found.Damaged) != 2 || found.Damaged[0].Repaired == "" || found.Damaged[1].Repaired == "" {
		t.Errorf("mended %+v, %v", found, err)
	}
	if found, err = far.Verify(t.Context(), store.Look, nil); err != nil || found.Objects != 3 || !found.Sound() {
		t.Errorf("mended to %+v, %v", found, err)
	}
}

// Push puts what only a machine has, and nothing twice.
func TestFarPush(t *testing.T) {
	on := newShelf(t)
	a := machine(t, on)
	if _, err := collect(t, a, "fox"); err != nil {
		t.Fatal(err)
	}
	fill(t, a.Workspaces[0].Store(), 3) // such as what was kept before it was replaced
	far := a.Stores()[0].Far()
	for _, want := range []int{3, 0} {
		copied, err := far.Push(t.Context(), false, nil)
		if err != nil || copied.Objects != want || copied.There != 4-want {
			t.Errorf("pushed %+v, %v", copied, err)
		}
	}
}

// A folder that has lost its pictures has them back from the home.
func TestFarBack(t *testing.T) {
	on := newShelf(t)
	a := machine(t, on)
	w := a.Workspaces[0]
	shas, err := collect(t, a, "fox")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(w.Dir(), disk.Home, "objects")); err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	object, err := w.Store().Open(shas[0])
	if err != nil {
		t.Fatal(err)
	}
	defer object.Close()
	if _, err := io.Copy(&got, object); err != nil || got.String() != "fox" {
		t.Errorf("%q, %v", got.String(), err)
	}
}
