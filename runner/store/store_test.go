package store_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/store"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/objects"
)

// fill puts n objects into a store and returns their names.
func fill(t *testing.T, s *objects.Store, n int) []string {
	t.Helper()
	var shas []string
	for i := range n {
		in, err := s.Create()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := in.Write(bytes.Repeat([]byte(fmt.Sprintf("picture %d ", i)), 1+i*7)); err != nil {
			t.Fatal(err)
		}
		sha, _, err := in.Commit()
		if err != nil {
			t.Fatal(err)
		}
		shas = append(shas, sha)
	}
	return shas
}

func shelf(t *testing.T, dir string) store.Shelf {
	t.Helper()
	d, err := store.Open(dir, disk.Default, time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d.Stores()[0]
}

// Whichever bit of whichever object changes, verify finds it, sets its bytes aside as
// they are, and a pull brings it back.
func TestVerifyFindsEveryFlippedBit(t *testing.T) {
	dir, pool := t.TempDir(), t.TempDir()
	s := shelf(t, dir)
	shas := fill(t, s.Store, 40)
	elsewhere, err := objects.Elsewhere(pool, "pool", objects.Refuse)
	if err != nil {
		t.Fatal(err)
	}
	defer elsewhere.Close()
	if _, err := (store.Transfer{From: s.Store, To: elsewhere}).Push(t.Context()); err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 30 {
		sha := shas[rng.IntN(len(shas))]
		name := filepath.Join(dir, disk.Home, "objects", sha[:2], sha)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bit := rng.IntN(len(data) * 8)
		data[bit/8] ^= 1 << (bit % 8)
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o444); err != nil {
			t.Fatal(err)
		}
		found, err := s.Verify(t.Context(), nil, store.Repair, nil)
		if err != nil || len(found.Damaged) != 1 || found.Damaged[0].SHA != sha || found.Objects != len(shas)-1 {
			t.Fatalf("seed %d: bit %d of %s: %+v, %v", seed, bit, sha, found, err)
		}
		kept, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(found.Damaged[0].SetAside)))
		if err != nil || !bytes.Equal(kept, data) || s.Store.Has(sha) {
			t.Fatalf("the damaged bytes are not set aside as they are: %v", err)
		}
		done, err := store.Transfer{From: elsewhere, To: s.Store}.Push(t.Context())
		if err != nil || done.Objects != 1 || s.Store.Verify(sha) != nil {
			t.Fatalf("pulled %+v, %v", done, err)
		}
	}
	if found, err := s.Verify(t.Context(), nil, store.Look, nil); err != nil || !found.Sound() || found.Objects != len(shas) {
		t.Errorf("%+v, %v", found, err)
	}
}

// Several pushes at once end with every object whole, and no draft left.
func TestPushesBesideEachOther(t *testing.T) {
	pool := t.TempDir()
	var all sync.WaitGroup
	for range 4 {
		s := shelf(t, t.TempDir())
		fill(t, s.Store, 60)
		to, err := objects.Elsewhere(pool, "pool", objects.Refuse)
		if err != nil {
			t.Fatal(err)
		}
		defer to.Close()
		all.Go(func() {
			if done, err := (store.Transfer{From: s.Store, To: to}).Push(t.Context()); err != nil || !done.Sound() {
				t.Errorf("pushed %+v, %v", done, err)
			}
		})
	}
	all.Wait()
	to, err := objects.Elsewhere(pool, "pool", objects.Refuse)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	found, err := store.VerifyPlain(t.Context(), to, nil)
	if err != nil || !found.Sound() || found.Objects != 60 || len(found.Strange) > 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

// What a state of git's names stays, whatever it is the state of, and what a ledger's
// entry has let go of lately.
func TestCollectKeepsWhatGitNeeds(t *testing.T) {
	dir := t.TempDir()
	d, err := store.Open(dir, disk.Default, time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	w := d.Workspaces[0]
	shas := fill(t, w.Store(), 4)
	lock, err := w.Lock("test")
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock()
	record(t, w, shas[:3])
	for _, test := range []struct {
		name  string
		since time.Time
		git   string
		want  []string
	}{
		{"all is history", time.Now().Add(-time.Hour), "", nil},
		{"nothing is kept", time.Now().Add(time.Hour), "", shas[:2]},
		{"git needs one", time.Now().Add(time.Hour), "<<<<<<< half a merge \"" + shas[0] + "\"", shas[1:2]},
	} {
		c := &store.Collector{Directory: d, Now: time.Now, Policy: store.Policy{Since: test.since}}
		c.Revisions = func(_ string, _ time.Time, yield func([]byte)) (bool, error) {
			yield([]byte(test.git))
			return true, nil
		}
		found, err := c.Find()
		c.Close()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for _, item := range found[0].Objects {
			got[item.SHA] = true
		}
		want := map[string]bool{}
		for _, sha := range test.want {
			want[sha] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// record makes an address have one picture after the other.
func record(t *testing.T, w *disk.Workspace, shas []string) {
	t.Helper()
	loaded, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	j, err := w.Begin(loaded)
	if err != nil {
		t.Fatal(err)
	}
	for i, sha := range shas {
		request := &state.Request{Kind: "flux", Prompt: fmt.Sprint(i), PromptHash: state.HashPrompt(fmt.Sprint(i))}
		r := &state.Record{Address: "image.a", Request: request, Picture: state.Picture{Key: request.Key(), Artifact: sha, Format: "png"}}
		if err := j.Append(state.Event{Kind: state.Collected, Time: time.Now(), Record: r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}
