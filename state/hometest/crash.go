package hometest

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/statetest"
)

// Where the copy of the default workspace is.
const (
	copyDir      = disk.HomeDir + "/" + disk.Default
	copyState    = copyDir + "/gesso.state"
	copyLedger   = copyDir + "/ledger"
	copyJournal  = copyDir + "/journal"
	copyPosition = copyDir + "/position"
	historyFile  = disk.Home + "/history"
)

// A run is killed between any two steps of its end, and what only reads between any two of
// bringing the copy up to date. Whatever lies in the folder then, what the next one reads is
// what the home has.
func killedAnywhere(t *team) {
	a := t.machine()
	a.apply(statetest.Story()...)
	idle := t.files(a.w.Dir())
	b := t.machine()
	b.apply(statetest.Intended("i3", 20, "image.d"), statetest.Accepted("i3", 21))
	a.load()
	pulled := t.files(a.w.Dir())
	a.begin()
	a.append(statetest.Collected("i3", 30, 0, statetest.Record("image.d", 4)), statetest.Intended("i4", 31, "image.e"))
	running := t.files(a.w.Dir())
	a.end()
	ended := t.files(a.w.Dir())

	crashes := map[string]map[string]string{"nothing": {}, "idle": idle, "pulled": pulled, "running": running, "ended": ended}
	steps(crashes, "pull", idle, pulled, copyJournal, copyPosition)
	steps(crashes, "end", running, ended, copyLedger, historyFile, copyState, copyPosition, copyJournal)
	steps(crashes, "first", map[string]string{}, ended, copyState, copyLedger, copyPosition)
	steps(crashes, "again", ended, ended, copyPosition)
	for cut := 0; cut < len(running[copyJournal]); cut += 131 {
		crashes[fmt.Sprint("journal at ", cut)] = with(idle, copyJournal, running[copyJournal][:cut])
	}
	for cut := len(running[copyLedger]); cut < len(ended[copyLedger]); cut += 131 {
		crashes[fmt.Sprint("ledger at ", cut)] = with(running, copyLedger, ended[copyLedger][:cut])
	}
	crashes["an older state"] = with(ended, copyState, idle[copyState])
	crashes["no state"] = with(ended, copyState, "")
	delete(crashes["no state"], copyState)
	crashes["torn journal"] = with(pulled, copyJournal, pulled[copyJournal]+"00000000 {")
	crashes["a journal that never reached the disk"] = with(ended, copyJournal, strings.Repeat("\x00", 512))
	crashes["a journal's end that never did"] = with(pulled, copyJournal, pulled[copyJournal]+strings.Repeat("\x00", 512)+"\n")
	crashes["a journal of nothing"] = with(ended, copyJournal, "{")

	truth := t.machine()
	want := truth.load().State.Clone()
	for name, files := range crashes {
		m := t.at(t.folder(files), disk.Default)
		m.wantState(want)
		m.apply()
		m.wantState(want)
		if got, want := known(m.entries()), known(truth.entries()); got != want {
			t.Errorf("%s: the ledger tells %s, want %s", name, got, want)
		}
		if t.Failed() {
			t.Fatalf("killed at: %s", name)
		}
	}
}

// steps adds what lies there after each of some steps from one content to another one.
func steps(crashes map[string]map[string]string, name string, from, to map[string]string, files ...string) {
	now := from
	for i, file := range files {
		now = maps.Clone(now)
		if content, there := to[file]; there {
			now[file] = content
		} else {
			delete(now, file)
		}
		crashes[fmt.Sprint(name, " after step ", i)] = now
	}
}

func with(files map[string]string, name, content string) map[string]string {
	files = maps.Clone(files)
	files[name] = content
	return files
}

// folder is a new one with such files.
func (t *team) folder(files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// known is what a ledger tells of each call, whatever its order.
func known(entries []state.Entry) string {
	set := map[string]int{}
	for _, e := range entries {
		set[fmt.Sprint(e.Outcome, " ", e.Intent, " ", e.Index, " ", e.Addresses)]++
	}
	return fmt.Sprint(set)
}

// A copy in which any bit has changed is refused by name, and comes anew once it is removed;
// or it tells what it told.
func flipped(t *team) {
	a := t.machine()
	a.apply(statetest.Story()...)
	b := t.machine()
	b.apply(statetest.Intended("i3", 20, "image.d"), statetest.Accepted("i3", 21))
	a.load()
	whole := t.files(a.w.Dir())
	want := a.load().State.Clone()
	dir := t.folder(whole)
	for _, name := range []string{copyPosition, copyState, copyLedger, copyJournal} {
		if whole[name] == "" {
			t.Fatalf("there is no %s", name)
		}
		at := filepath.Join(dir, filepath.FromSlash(name))
		for i := 0; i < len(whole[name]); i += 1 + len(whole[name])/60 {
			content := []byte(whole[name])
			content[i] ^= 1 << (i % 8)
			if err := os.WriteFile(at, content, 0o600); err != nil {
				t.Fatal(err)
			}
			t.refusedOrSame(dir, name, want)
			if t.Failed() {
				t.Fatalf("%s, a bit at %d", name, i)
			}
		}
		if err := os.WriteFile(at, []byte(whole[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, filepath.FromSlash(copyDir))); err != nil {
		t.Fatal(err)
	}
	t.at(dir, disk.Default).wantState(want)
}

func (t *team) refusedOrSame(dir, name string, want *state.State) {
	t.Helper()
	m := t.at(dir, disk.Default)
	s, err := m.w.Load()
	if err == nil {
		if t.text(s.State) != t.text(want) {
			t.Error("another state is read")
		}
		return
	}
	var damage *state.DamageError
	var newer *state.VersionError
	switch {
	case errors.As(err, &damage):
		if damage.File != name || !strings.Contains(damage.Hint, "remove "+path.Dir(name)) {
			t.Errorf("damage is told as %v; hint: %s", damage, damage.Hint)
		}
	case errors.As(err, &newer):
		if newer.File != name {
			t.Errorf("another version is told as %v", newer)
		}
	default:
		t.Errorf("it is refused with %v", err)
	}
}
