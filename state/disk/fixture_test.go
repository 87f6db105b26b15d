package disk

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/statetest"
	"gesso/state/statetest/drawn"
)

// These are the default workspace's.
var (
	journalFile = layoutIn(".", Home).journal
	uploadsFile = layoutIn(".", Home).uploads
	ledgerFile  = layoutIn(".", Home).ledger
	lockFile    = layoutIn(".", Home).lockFile
	statFile    = layoutIn(".", Home).stat
	objectsDir  = layoutIn(".", Home).objects
)

var (
	at          = statetest.At
	sha         = statetest.SHA
	request     = statetest.Request
	picture     = statetest.Picture
	record      = statetest.Record
	intended    = statetest.Intended
	accepted    = statetest.Accepted
	collectedBy = statetest.Collected
	movedTo     = statetest.Moved
	applied     = statetest.Applied
	story       = statetest.Story
	sample      = statetest.Sample
	someEvents  = drawn.Events
	files       = statetest.Files
	write       = statetest.Write
	content     = statetest.Content
	shaOf       = statetest.HashOf
)

// TestMain lets a test run this binary as another process: one that is killed
// while it holds the lock, or one that may not write long files.
func TestMain(m *testing.M) {
	if child := children[os.Getenv("GESSO_STATE_CHILD")]; child != nil {
		if err := child(os.Getenv("GESSO_STATE_DIR")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func open(t testing.TB, dir string) *Workspace {
	t.Helper()
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// begin starts a run as a process does; finish ends it.
func begin(t testing.TB, w *Workspace) (j *Journal, finish func()) {
	t.Helper()
	lock, err := w.Lock("apply")
	if err != nil {
		t.Fatal(err)
	}
	j, err = w.Begin(loaded(t, w))
	if err != nil {
		t.Fatal(err)
	}
	return j, func() {
		t.Helper()
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		if err := lock.Unlock(); err != nil {
			t.Fatal(err)
		}
	}
}

func load(t testing.TB, w *Workspace) *state.State { return loaded(t, w).State }

func loaded(t testing.TB, w *Workspace) *Loaded {
	t.Helper()
	s, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run appends events in a run of their own.
func run(t testing.TB, w *Workspace, events ...state.Event) {
	t.Helper()
	j, finish := begin(t, w)
	appendAll(t, j, events...)
	finish()
}

func appendAll(t testing.TB, j *Journal, events ...state.Event) {
	t.Helper()
	for _, e := range events {
		if err := j.Append(e); err != nil {
			t.Fatal(err)
		}
	}
}

func records(s *state.State) []*state.Record { return slices.Collect(s.All()) }

func addresses(s *state.State) []string {
	var list []string
	for r := range s.All() {
		list = append(list, r.Address)
	}
	return list
}

// failer is what testing.TB and rapid.T have in common.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

func same(t failer, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// sameState compares by what would be saved, which is quick.
func sameState(t failer, what string, got, want *state.State) {
	t.Helper()
	if g, w := stateOf(t, got), stateOf(t, want); g != w {
		t.Errorf("%s (-want +got):\n%s", what, cmp.Diff(w, g))
	}
}

func names(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// restore makes a folder with the given files: a crash, seen by the next run.
func restore(t testing.TB, m map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range m {
		write(t, filepath.Join(dir, name), content)
	}
	return dir
}

func chmod(t testing.TB, name string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(name, 0o644) })
}

func readable(name string) bool {
	f, err := os.Open(name)
	_ = f.Close()
	return err == nil
}

// unsealed is a state file as older versions wrote it, without checksums.
func unsealed(text string) string {
	return regexp.MustCompile(`,"crc32c":"[0-9a-f]{8}"`).ReplaceAllString(text, "")
}
