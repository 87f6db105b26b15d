package disk

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"

	"gesso/spec/address"
	"gesso/state"
	"gesso/state/disk/history"
)

// History returns the file that tells what each run changed.
func (w *Workspace) History() history.File { return history.File{Root: w.root, Name: w.at.history} }

// changed is what a run has changed so far: the previous record of each address that an
// event was about.
type changed struct {
	before map[string]*state.Record
	from   map[string]string // the previous address of a picture, by its new one
}

// touch must be called before an event is applied.
func (s *Loaded) touch(e state.Event) {
	if s.changed.before == nil {
		s.changed = changed{map[string]*state.Record{}, map[string]string{}}
	}
	note := func(a string) {
		if _, known := s.changed.before[a]; a != "" && !known {
			s.changed.before[a] = history.Bare(s.Get(a))
		}
	}
	note(e.Address)
	if e.Record != nil {
		note(e.Record.Address)
	}
	if e.Kind == state.Moved {
		note(e.From)
		if e.Record.HasPicture() {
			s.changed.from[e.Record.Address] = e.From
		}
	}
}

// aside is the suffix of a history whose first line is damaged.
const aside = ".damaged"

// chronicle writes to the history what a run has changed. Seal is that of the state
// afterwards. It is called before the state is replaced; if a crash prevents it, the next
// run notices by the state's seal. The history must not stop a run: an error is kept in s.
func (w *Workspace) chronicle(s *Loaded, seal string) {
	if s.pulled {
		s.changed = changed{}
		return // the next run notices by the state's seal
	}
	err := w.recordRun(s, seal)
	var damage *state.DamageError
	if errors.As(err, &damage) {
		// The first line is not ours: keep the file, so that somebody can look at it.
		name := w.at.history + aside
		if err = w.root.Rename(w.at.history, name); err == nil {
			s.unwritten = fmt.Errorf("%w; it is kept as %s, and a new history begins", damage, name)
			err = w.recordRun(s, seal)
		}
	}
	s.unwritten = cmp.Or(err, s.unwritten)
	s.changed = changed{}
}

func (w *Workspace) recordRun(s *Loaded, seal string) error {
	if len(s.changed.before) == 0 && seal == s.seal && s.seal == "" {
		return nil
	}
	last, err := w.History().Last()
	if err != nil {
		return err
	}
	if last != nil && last.State == seal && s.seal != seal {
		return nil // a run that was killed before it saved its state has written it
	}
	var batches []history.Batch
	if s.run == "" {
		s.run = rand.Text()[:12]
	}
	run := history.Run{ID: s.run, Time: w.now()}
	if last == nil && s.seal != "" || last != nil && last.State != s.seal {
		found := run
		found.Found, found.State = true, s.seal
		all, err := w.foundChanges(s)
		if err != nil {
			return err
		}
		batches = append(batches, history.Batch{Run: found, All: all})
	}
	run.Command, run.State = w.command(), seal
	if all := s.changes(); len(all) > 0 || seal != s.seal {
		batches = append(batches, history.Batch{Run: run, All: all})
	}
	if len(batches) == 0 {
		return nil
	}
	return w.History().Append(batches...)
}

// changes returns the changes of the current run, by address.
func (s *Loaded) changes() []history.Change {
	var all []history.Change
	for a, before := range s.changed.before {
		if now := history.Bare(s.Get(a)); !reflect.DeepEqual(before, now) {
			all = append(all, history.Change{Address: a, From: s.changed.from[a], Record: now})
		}
	}
	slices.SortFunc(all, func(a, b history.Change) int { return address.Compare(a.Address, b.Address) })
	return all
}

// foundChanges returns how the records before the run differ from those that the history
// knows, because of git or another program.
func (w *Workspace) foundChanges(s *Loaded) ([]history.Change, error) {
	log, err := w.History().Read()
	if err != nil {
		return nil, err
	}
	known := log.State(log.Last())
	var all []history.Change
	compare := func(a string, now *state.Record) {
		if !reflect.DeepEqual(known[a], now) {
			all = append(all, history.Change{Address: a, Record: now})
		}
		delete(known, a)
	}
	for a, before := range s.changed.before {
		compare(a, before)
	}
	for r := range s.All() {
		if _, touched := s.changed.before[r.Address]; !touched {
			compare(r.Address, history.Bare(r))
		}
	}
	for a := range known {
		all = append(all, history.Change{Address: a})
	}
	slices.SortFunc(all, func(a, b history.Change) int { return address.Compare(a.Address, b.Address) })
	return all, nil
}

// command returns the command of the lock's holder, which is folding.
func (w *Workspace) command() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held == nil {
		return ""
	}
	return w.held.command
}

// Unwritten returns why the history lacks a run that was folded, or what was wrong with the
// history; nil if nothing was. It is valid after Close.
func (s *Loaded) Unwritten() error {
	if errors.Is(s.unwritten, fs.ErrNotExist) {
		return nil
	}
	return s.unwritten
}
