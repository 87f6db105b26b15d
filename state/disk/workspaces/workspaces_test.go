package workspaces_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
	"gesso/state/statetest"
)

func open(t *testing.T, dir string) *workspaces.Set {
	t.Helper()
	set, err := workspaces.Open(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(set.Close)
	return set
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// run records events in a workspace, and returns it locked.
func run(t *testing.T, dir, name string, events ...state.Event) *disk.Workspace {
	t.Helper()
	w, err := disk.OpenNamed(dir, name, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := w.Lock("apply")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = lock.Unlock(), w.Close() })
	s, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	j, err := w.Begin(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if err := j.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return w
}

func placed(address, path string, second int) []state.Event {
	r := statetest.Record(address, second)
	return []state.Event{
		statetest.Collected("", second, 0, r),
		{Kind: state.Placed, Time: statetest.At(second), Address: address, Path: path, Output: r.Artifact},
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string]string{
		"draft": "draft", "Entwurf_2-b": "Entwurf_2-b", "ski\u0301zze": "sk\u00edzze", "草稿": "草稿", strings.Repeat("a", 90): strings.Repeat("a", 90),
		"default": "default",
		"":        "", "a b": "", "../a": "", "a/b": "", ".": "", "a.b": "", "-a": "", "con": "", "LPT1": "", "Default": "", "objects": "", "a\n": "", strings.Repeat("a", 91): "",
	} {
		got, err := disk.ParseName(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
		if want == "" {
			if _, err := disk.OpenNamed(t.TempDir(), text, time.Now); err == nil {
				t.Errorf("%q was opened", text)
			}
		}
	}
}

func TestChoosing(t *testing.T) {
	dir := t.TempDir()
	set := open(t, dir)
	chosen := func(environ, want string) {
		t.Helper()
		got, err := set.Chosen(environ)
		var missing *workspaces.MissingError
		if want == "" && !errors.As(err, &missing) || want != "" && (got != want || err != nil) {
			t.Errorf("%q chose %q, %v; want %q", environ, got, err, want)
		}
	}
	chosen("", "default")
	chosen("draft", "")
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("looking made %v", entries)
	}
	if _, err := set.Create("draft"); err != nil {
		t.Fatal(err)
	}
	chosen("", "default")
	chosen("draft", "draft")
	if _, err := set.Create("DRAFT"); !errors.Is(err, workspaces.ErrExists) {
		t.Errorf("a name that differs in its case alone: %v", err)
	}
	if _, err := set.Select("draft"); err != nil {
		t.Fatal(err)
	}
	chosen("", "draft")
	chosen("default", "default")
	names, err := set.List()
	same(t, "names", names, []string{"default", "draft"})
	if err != nil {
		t.Error(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, disk.StatesDir)); err != nil {
		t.Fatal(err)
	}
	chosen("", "")
	if err := os.WriteFile(filepath.Join(dir, ".gesso/workspace"), []byte("../x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := set.Chosen(""); err == nil || !strings.Contains(err.Error(), ".gesso/workspace") {
		t.Errorf("a file that names no workspace: %v", err)
	}
}

// A workspace writes nothing of another's, and its outputs are known to the others.
func TestApart(t *testing.T) {
	dir := t.TempDir()
	set := open(t, dir)
	record := func(name string, events ...state.Event) {
		t.Run(name, func(t *testing.T) { run(t, dir, name, events...) }) // and gives the lock back
	}
	record(disk.Default, placed("image.a", "Images/a.png", 1)...)
	others, err := set.Others(disk.Default)
	if others != nil || err != nil {
		t.Errorf("the only one has others: %v, %v", others, err)
	}
	before, err := os.ReadFile(filepath.Join(dir, disk.StateFile))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := set.Create("draft"); err != nil {
		t.Fatal(err)
	}
	record("draft", placed("image.b", "b.png", 2)...)
	after, err := os.ReadFile(filepath.Join(dir, disk.StateFile))
	if err != nil || string(after) != string(before) {
		t.Errorf("the default workspace's state was changed: %v", err)
	}
	for _, test := range []struct{ than, path, want string }{
		{"draft", "images/A.png", "image.a of default"}, {"draft", "b.png", ""}, {disk.Default, "b.png", "image.b of draft"}, {disk.Default, "Images/a.png", ""},
	} {
		others, err := set.Others(test.than)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if owner, owned := others.Owner(test.path); owned {
			got = owner.Address + " of " + owner.Workspace
		}
		same(t, test.path+" for "+test.than, got, test.want)
	}
}

func TestDelete(t *testing.T) {
	dir := t.TempDir()
	set := open(t, dir)
	if _, err := set.Create("draft"); err != nil {
		t.Fatal(err)
	}
	w := run(t, dir, "draft", append(placed("image.a", "images/draft/a.png", 1), statetest.Intended("i1", 2, "image.b"))...)
	var occupied *workspaces.OccupiedError
	if err := set.Delete(w); !errors.As(err, &occupied) || occupied.Records != 2 {
		t.Errorf("deleted with records: %v", err)
	}
	if err := set.Forget(w); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, disk.StatesDir)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the state is still there: %v", err)
	}
	// The next one of the name knows what was paid for, and what is open.
	if _, err := set.Create("draft"); err != nil {
		t.Fatal(err)
	}
	s, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	if r := s.Get("image.b"); r == nil || len(r.Pending) != 1 {
		t.Errorf("the open call is forgotten: %v", r)
	}
	if s.Get("image.a") != nil {
		t.Error("the record came back")
	}
}
