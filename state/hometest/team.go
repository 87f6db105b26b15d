package hometest

import (
	"bytes"
	"context"
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/home"
	"gesso/state/home/shelf"
	"gesso/state/text"
)

// team is the machines of one project.
type team struct {
	*testing.T
	kind  Kind
	shelf shelf.Shelf
	dir   string // of all, where the folder is the home
}

func newTeam(t *testing.T, k Kind) *team {
	m := &team{T: t, kind: k, dir: t.TempDir()}
	if k.Shelf != nil {
		m.shelf = k.Shelf(t)
		m.found(m.shelf, "")
	}
	return m
}

// found founds a home, or one more workspace of it.
func (t *team) found(s shelf.Shelf, workspace string) {
	t.Helper()
	h := home.On(s, home.Options{Workspace: workspace})
	id := home.Identity{Format: "home", Version: 1, ID: rand.Text(), Time: time.Now().UTC().Round(0)}
	if is, err := h.Identity(t.Context()); err == nil {
		id = *is
	}
	if _, err := h.Found(t.Context(), id, home.Holder{PID: 1, Host: "founder", Command: "init", Time: time.Now().UTC().Round(0), Workspace: workspace, Nonce: rand.Text()}, nil); err != nil {
		t.Fatal(err)
	}
}

// machine is one with a folder of its own.
type machine struct {
	*team
	w       *disk.Workspace
	link    *link // to the shelf; nil: the folder is the home
	lock    *disk.Lock
	j       *disk.Journal
	run     *disk.Loaded
	context context.Context // of its runs
}

// machine adds one to the team.
func (t *team) machine() *machine {
	t.Helper()
	dir := t.dir
	if t.shelf != nil {
		dir = t.TempDir()
	}
	return t.at(dir, disk.Default)
}

// at opens a workspace of a folder.
func (t *team) at(dir, workspace string) *machine {
	t.Helper()
	w, err := disk.OpenNamed(dir, workspace, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	m := &machine{team: t, w: w, context: context.WithoutCancel(t.Context())}
	if t.shelf != nil {
		m.link = &link{Shelf: t.shelf}
		name := workspace
		if name == disk.Default {
			name = ""
		}
		h := home.On(m.link, home.Options{Workspace: name, Lease: t.kind.Lease})
		if err := w.UseHome(h, disk.HomeOptions{Context: m.context}); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { w.Close() })
	return m
}

// begin starts a run, as a process does.
func (m *machine) begin() {
	m.Helper()
	m.take("apply")
	m.start()
}

// take takes the lock.
func (m *machine) take(command string) {
	m.Helper()
	lock, err := m.w.Await(m.context, command, 0, nil)
	if err != nil {
		m.Fatal(err)
	}
	m.lock = lock
}

// start begins the journal.
func (m *machine) start() {
	m.Helper()
	var err error
	m.run = m.load()
	if m.j, err = m.w.Begin(m.run); err != nil {
		m.Fatal(err)
	}
}

func (m *machine) append(events ...state.Event) {
	m.Helper()
	for _, e := range events {
		if err := m.j.Append(e); err != nil {
			m.Fatal(err)
		}
	}
}

// end ends a run.
func (m *machine) end() {
	m.Helper()
	if err := m.j.Close(); err != nil {
		m.Fatal(err)
	}
	if err := m.run.Unwritten(); err != nil {
		m.Fatal(err)
	}
	m.unlock()
}

func (m *machine) unlock() {
	m.Helper()
	if err := m.lock.Unlock(); err != nil {
		m.Fatal(err)
	}
}

// apply is a run with some events.
func (m *machine) apply(events ...state.Event) {
	m.Helper()
	m.begin()
	m.append(events...)
	m.end()
}

// kill ends the machine's process at once: nothing of what it does from now on reaches
// anybody. What lies in its folder stays.
func (m *machine) kill() {
	m.Helper()
	if m.link == nil {
		m.team.dir = m.copyOf(m.w.Dir())
	} else {
		m.link.cut()
	}
	if m.j != nil {
		if m.link != nil {
			_ = m.j.Append(state.Event{Kind: state.Removed, Address: "image.nobody", Time: time.Now()}) // so that Close does not fold
		}
		_ = m.j.Close()
	}
	_ = m.lock.Unlock() // the kernel's part
}

// again is the machine's next process.
func (m *machine) again() *machine {
	m.Helper()
	dir := m.w.Dir()
	if m.link == nil {
		dir = m.team.dir
	}
	return m.team.at(dir, m.w.Name())
}

func (m *machine) load() *disk.Loaded {
	m.Helper()
	s, err := m.w.Load()
	if err != nil {
		m.Fatal(err)
	}
	return s
}

// wantState compares what a machine reads.
func (m *machine) wantState(want *state.State) {
	m.Helper()
	if got, want := m.text(m.load().State), m.text(want); got != want {
		m.Errorf("the state differs (-want +got):\n%s", cmp.Diff(want, got))
	}
}

func (t *team) text(s *state.State) string {
	t.Helper()
	data, err := text.Format(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func (m *machine) entries() []state.Entry {
	m.Helper()
	list, err := m.w.Ledger().Entries()
	if err != nil {
		m.Fatal(err)
	}
	return slices.Clone(list)
}

// files are those of a folder.
func (t *team) files(dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		all[filepath.ToSlash(rel)] = string(bytes.Clone(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (t *team) copyOf(dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}
