package outputs

import (
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state/disk/objects"
	"gesso/state/statetest"
)

var (
	files   = statetest.Files
	write   = statetest.Write
	content = statetest.Content
	shaOf   = statetest.HashOf
)

// These are names as a workspace has them.
const (
	home     = ".gesso"
	statFile = home + "/stat"
	asideDir = home + "/tainted"
)

// folder is a configuration's, with outputs and a store.
type folder struct {
	dir     string
	root    *os.Root
	now     func() time.Time
	store   *objects.Store
	Outputs func() *Files
}

func open(t testing.TB, dir string) *folder {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	f := &folder{dir: dir, root: root, now: time.Now, store: objects.In(root, home+"/objects", func() error { return root.MkdirAll(home, 0o755) })}
	f.Outputs = sync.OnceValue(func() *Files {
		return Open(Setting{
			Root: root, Own: []string{home, ".git"}, Store: f.store, Stat: statFile, Aside: asideDir,
			Prepare: func() error { return root.MkdirAll(home, 0o755) }, Now: f.now, Beside: func() bool { return false },
		})
	})
	return f
}

// later is a folder seen by a process that starts when all file times are
// safely in the past.
func later(t testing.TB, dir string) *folder {
	t.Helper()
	f := open(t, dir)
	f.now = func() time.Time { return time.Now().Add(time.Minute) }
	return f
}

func makeHome(t testing.TB, f *folder) {
	t.Helper()
	if err := f.root.MkdirAll(home, 0o755); err != nil {
		t.Fatal(err)
	}
}

// put has the store keep a text.
func put(t testing.TB, f *folder, text string) (sha string) {
	t.Helper()
	in, err := f.store.Create()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Abort()
	if err := content(text)(in); err != nil {
		t.Fatal(err)
	}
	sha, _, err = in.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return sha
}

func check(t testing.TB, o *Files, name, sha string, want Status) {
	t.Helper()
	if got, err := o.Check(name, sha); got != want || err != nil {
		t.Errorf("Check(%s) = %v, %v; want %v", name, got, err, want)
	}
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func names(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
