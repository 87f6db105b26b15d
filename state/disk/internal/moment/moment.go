// Package moment opens the files of a workspace as they were together at one moment, for whoever
// takes no lock. What is in them is package disk's.
package moment

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"gesso/state/disk/internal/file"
)

// A Moment is the three files that tell what exists, as they were together. A
// reader takes no lock, so a run may append to the journal meanwhile, fold it into
// the other two, remove it, and begin the next one. What is read is one moment of
// that, or is read again:
//
//   - They are opened journal, state, ledger, in the order in which a fold leaves
//     them behind, and what is open keeps its identity: no other file can get it.
//   - The journal's content is read last. A state or a ledger that a fold has
//     reached belongs to a journal that was whole before, and so is read whole; any
//     other belongs to any beginning of it.
//   - They are looked at again, in the same order. The journal still there: no fold
//     has ended. None then and none before: each that ended meanwhile has changed
//     the state or the ledger, or nothing at all.
type Moment struct {
	Journal, State, Ledger Part

	files Files
}

// Files are where the three are, in Root.
type Files struct {
	Root                   *os.Root
	Journal, State, Ledger string

	Lookers   bool   // who may not read the ledger does without: nothing is changed with what is read
	Meanwhile func() // what happens between two looks: nothing, but in tests
}

// Part is one of the files, or that there is none.
type Part struct {
	File       *os.File // nil: it was not there
	Unreadable bool     // it may not be read, and is passed over

	name string
	info fs.FileInfo // when it was opened
}

// Open opens the files. The caller owes a Close.
func (f Files) Open() (*Moment, error) {
	m := &Moment{files: f}
	var err error
	if m.Journal, err = OpenPart(f.Root, f.Journal); err != nil {
		return nil, fmt.Errorf("reading the journal: %w", err)
	}
	m.Meanwhile()
	if m.State, err = OpenPart(f.Root, f.State); err != nil {
		m.Close()
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	m.Meanwhile()
	m.Ledger, err = OpenPart(f.Root, f.Ledger)
	if errors.Is(err, fs.ErrPermission) && f.Lookers {
		m.Ledger, err = Part{Unreadable: true}, nil
	}
	if err != nil {
		m.Close()
		return nil, fmt.Errorf("reading the ledger: %w", err)
	}
	return m, nil
}

// Meanwhile is to be called between two looks.
func (m *Moment) Meanwhile() { m.files.Meanwhile() }

// OpenPart opens one file.
func OpenPart(root *os.Root, name string) (Part, error) {
	f, err := file.Open(root, name, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return Part{name: name}, nil
	}
	if err != nil {
		return Part{}, err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return Part{}, err
	}
	return Part{name: name, File: f, info: info}, nil
}

// Close closes the files.
func (m *Moment) Close() {
	for _, p := range []Part{m.Journal, m.State, m.Ledger} {
		if p.File != nil {
			_ = p.File.Close()
		}
	}
}

// Passed reports whether the files were not those of one moment, so that what was
// read of them counts for nothing. That the journal has grown is no reason.
func (m *Moment) Passed() bool {
	for _, still := range []func(*os.Root) bool{m.Journal.there, m.State.same, m.Ledger.same} {
		m.Meanwhile()
		if !still(m.files.Root) {
			return true
		}
	}
	return false
}

// there reports whether the file is still the one of its name.
func (p Part) there(root *os.Root) bool {
	_, there := p.now(root)
	return there
}

// same reports whether the file, besides, was not written to.
func (p Part) same(root *os.Root) bool {
	if p.Unreadable {
		return true
	}
	info, there := p.now(root)
	return there && (p.File == nil || info.Size() == p.info.Size() && info.ModTime().Equal(p.info.ModTime()))
}

func (p Part) now(root *os.Root) (fs.FileInfo, bool) {
	info, err := root.Stat(p.name)
	if p.File == nil {
		return nil, errors.Is(err, fs.ErrNotExist)
	}
	return info, err == nil && os.SameFile(info, p.info)
}
