package main

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"gesso/runner/sandbox"
	"gesso/state"
	"gesso/state/disk"
)

// history is what version control does with a project between two runs: the state
// is tracked, and .gesso is not.
type history struct {
	states [][]byte // the state file as it was after some runs; a nil one is absent

	// What a lost .gesso had, which nobody can know afterwards: see wipe.
	recalled  map[string]bool          // tasks and pictures that gesso knew of
	pardoned  map[string]bool          // tasks that decisions gave up
	kept      map[string]state.Picture // by name: pictures that records had then
	forgotten map[string]bool          // names of charged pictures that nothing had then
	wiped     bool
}

func (r *round) stateFile() string {
	if r.rooms.at != disk.Default && r.team == nil {
		return filepath.Join(r.project, disk.StateFile+".d", r.rooms.at, disk.StateFile)
	}
	return filepath.Join(r.project, disk.StateFile)
}

// versions is what version control does after a stretch of the history: mostly
// nothing, or a commit.
func (r *round) versions() error {
	switch r.rng.IntN(8) {
	case 0, 1:
		return r.commit()
	case 2, 3:
		r.tally.checkouts++
		return r.checkout()
	case 4:
		if r.rng.IntN(2) == 0 || r.plot.room != "" {
			return nil // with .gesso that of all workspaces would be lost
		}
		books, err := r.server.settledBooks()
		if err != nil {
			return err
		}
		return r.wipe(books)
	}
	return nil
}

// commit remembers the state file as it is.
func (r *round) commit() error {
	data, err := os.ReadFile(r.stateFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	r.history.states = append(r.history.states, data)
	return err
}

// checkout puts another state file in the place of this one: an older or a newer
// one, none (a stash, or a branch that never had one), or lines of two (a merge in
// which each conflict was settled somehow). A journal that a killed run left stays.
func (r *round) checkout() error {
	if err := r.commit(); err != nil {
		return err
	}
	n := len(r.history.states)
	if n == 0 {
		return nil
	}
	pick := func() []byte { return r.history.states[r.rng.IntN(n)] }
	switch r.rng.IntN(6) {
	case 0:
		if r.history.wiped || r.rooms.at != disk.Default {
			return nil // it is all that tells of the pictures of before, or of the workspace
		}
		r.logf("git: the state is stashed")
		return ifThere(os.Remove(r.stateFile()))
	case 1:
		r.logf("git: the state is a merge of two")
		return os.WriteFile(r.stateFile(), r.merge(pick(), pick()), 0o644)
	}
	r.logf("git: the state is another branch's")
	return os.WriteFile(r.stateFile(), pick(), 0o644)
}

// addressOf matches a record's address, in which there may be quotes and commas.
var addressOf = regexp.MustCompile(`"address":"(?:[^"\\]|\\.)*"`)

// merge takes each line of a state from one of two, or, where one has none, from
// neither now and then.
func (r *round) merge(ours, theirs []byte) []byte {
	header, _, _ := bytes.Cut(ours, []byte("\n"))
	byAddress := map[string][]byte{}
	for _, data := range [][]byte{ours, theirs} {
		for n, line := range bytes.SplitAfter(data, []byte("\n")) {
			if n == 0 || len(line) == 0 {
				continue
			}
			address := addressOf.Find(line)
			if address == nil {
				address = line // the last one
			}
			if _, both := byAddress[string(address)]; !both || r.rng.IntN(2) == 0 {
				byAddress[string(address)] = line
			}
		}
	}
	merged := append(bytes.Clone(header), '\n')
	for _, address := range slices.Sorted(maps.Keys(byAddress)) {
		merged = append(merged, byAddress[address]...)
	}
	return merged
}

// wipe loses .gesso, as a fresh clone does, and now and then the outputs too. The
// state is what the last run left: only what it tells of can be known afterwards.
func (r *round) wipe(books sandbox.Books) error {
	if _, err := os.Stat(filepath.Join(r.project, disk.Home, "journal")); err == nil {
		return nil // a run that was killed: its journal is not to be thrown away
	}
	if told, err := r.stateTellsAll(); err != nil || !told {
		return err // another branch's state, and no run since: its calls would be lost with the ledger
	}
	if err := r.remember(books); err != nil {
		return err
	}
	r.history.states = nil // those of before have calls of which nobody knows how they ended
	gone := []string{disk.Home}
	tells, err := r.stateTellsSomething()
	if err != nil {
		return err
	}
	if both := r.rng.IntN(2) == 0; both || !tells { // a run refuses to buy over pictures of which nothing tells
		gone = append(gone, "out", "elsewhere")
	}
	r.logf("git: a fresh clone, without %q", gone)
	r.plot.painted = map[string]string{}
	r.tally.clones++
	for _, name := range gone {
		if err := os.RemoveAll(filepath.Join(r.project, name)); err != nil {
			return err
		}
	}
	return nil
}

// stateTellsSomething reports whether the state file records anything: without a ledger it
// is all that a run knows of the pictures that lie at their paths.
func (r *round) stateTellsSomething() (bool, error) {
	data, err := os.ReadFile(r.stateFile())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return addressOf.Match(data), err
}

// stateTellsAll reports whether the state file alone has each call that is open.
func (r *round) stateTellsAll() (bool, error) {
	alone, err := os.MkdirTemp(filepath.Dir(r.project), "clone")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(alone)
	data, err := os.ReadFile(r.stateFile())
	if err == nil {
		err = os.WriteFile(filepath.Join(alone, disk.StateFile), data, 0o644)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	after, err := openCalls(alone)
	if err != nil {
		return false, err
	}
	before, err := openCalls(r.project)
	return maps.Equal(before, after), err
}

// opened is a picture of a call that has not ended.
type opened struct {
	intent string
	index  int
}

// openCalls are what a project's calls that have not ended are to bring: a state that was put
// together of two has some of a call's pictures.
func openCalls(project string) (map[opened]bool, error) {
	w, err := disk.Open(project)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	s, err := w.Load()
	if err != nil {
		return nil, err
	}
	open := map[opened]bool{}
	for _, call := range s.Pending() {
		open[opened{call.Intent, call.Index}] = true
	}
	return open, nil
}

// remember notes what is known before .gesso is lost.
func (r *round) remember(books sandbox.Books) error {
	_, known, err := r.unsettled()
	if err != nil {
		return err
	}
	a, err := r.account(books)
	if err != nil {
		return err
	}
	s, err := r.recorded()
	if err != nil {
		return err
	}
	h := &r.history
	h.wiped, h.recalled, h.pardoned = true, known, a.excuses(r) // which have those of an earlier loss
	h.kept, h.forgotten = map[string]state.Picture{}, map[string]bool{}
	waiting := map[string]bool{}
	for record := range s.All() {
		if record.HasPicture() {
			h.kept[r.nameOf(&record.Picture)] = record.Picture
		}
		for _, p := range record.Pending {
			waiting[p.Task] = true
			for _, url := range p.URLs {
				waiting[picture(url)] = true
			}
		}
	}
	delete(waiting, "")
	for name := range a.collected {
		if _, kept := h.kept[name]; !kept {
			h.forgotten[name] = true // only the store and the ledger had it
		}
	}
	for _, call := range books.Calls {
		for _, name := range call.Pictures {
			if _, kept := h.kept[name]; !kept && !waiting[call.Task] && !waiting[name] && (known[call.Task] || known[name]) {
				h.forgotten[name] = true
			}
		}
	}
	return nil
}

// isPast reports whether a picture was charged before .gesso was lost: the ledger
// that would tell of it is gone.
func (h *history) isPast(name string) bool {
	_, kept := h.kept[name]
	return kept || h.forgotten[name]
}
