// Package moment opens the files of a workspace as they were together at one moment, for
// readers without the lock. Package disk reads them.
package moment

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"gesso/state/disk/internal/file"
)

// Moment is the three files that tell what exists, as they were together. A reader takes no
// lock, so a run may meanwhile append to the journal, fold it into the other two, remove
// it, and begin the next one. What is read belongs to one moment, or is read again:
//
//   - The files are opened in the order journal, state, ledger, in which a fold writes them.
//     An open file keeps its identity: no other file can get it.
//   - The journal's content is read last. A state or ledger that a fold has reached belongs
//     to a journal that was complete before, and so is read completely; any other belongs
//     to any beginning of the journal.
//   - The files are checked again, in the same order. If the journal is still there, no fold
//     has ended. If there is none, now and before, each fold that ended meanwhile has
//     changed the state or the ledger, or nothing at all.
type Moment struct {
	Journal, State, Ledger Part

	files Files
}

// Files names the three files in Root.
type Files struct {
	Root                   *os.Root
	Journal, State, Ledger string

	Lookers   bool   // an unreadable ledger is skipped: the caller changes nothing
	Meanwhile func() // is called between two looks; does nothing except in tests
}

// Part is one of the files.
type Part struct {
	File       *os.File // nil: it did not exist
	Unreadable bool     // it may not be read, and is skipped

	name string
	info fs.FileInfo // as of opening
}

// Open opens the files. The caller must call Close.
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

// Meanwhile must be called between two looks.
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

// Passed reports whether the files were not those of one moment, so that what was read must
// be discarded. Growth of the journal does not matter.
func (m *Moment) Passed() bool {
	for _, still := range []func(*os.Root) bool{m.Journal.there, m.State.same, m.Ledger.same} {
		m.Meanwhile()
		if !still(m.files.Root) {
			return true
		}
	}
	return false
}

// there reports whether the name still means this file.
func (p Part) there(root *os.Root) bool {
	_, there := p.now(root)
	return there
}

// same reports whether, in addition, the file was not written to.
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
