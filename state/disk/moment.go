package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"gesso/state/disk/internal/file"
)

// A moment is the three files that tell what exists, as they were together. A
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
type moment struct {
	root                   *os.Root
	journal, state, ledger part
	meanwhile              func() // see Workspace
}

// part is one of the files, or that there is none.
type part struct {
	name       string
	file       *os.File    // nil: it was not there
	info       fs.FileInfo // when it was opened
	unreadable bool        // it may not be read, and is passed over
}

// openMoment opens the files. The caller owes a close.
func (w *Workspace) openMoment() (*moment, error) {
	m := &moment{root: w.root, meanwhile: w.meanwhile}
	var err error
	if m.journal, err = w.openPart(w.at.journal); err != nil {
		return nil, fmt.Errorf("reading the journal: %w", err)
	}
	m.meanwhile()
	if m.state, err = w.openPart(w.at.state); err != nil {
		m.close()
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	m.meanwhile()
	m.ledger, err = w.openPart(w.at.ledger)
	if errors.Is(err, fs.ErrPermission) && !w.locked() {
		m.ledger, err = part{unreadable: true}, nil // nobody changes anything with what is looked at without the lock
	}
	if err != nil {
		m.close()
		return nil, fmt.Errorf("reading the ledger: %w", err)
	}
	return m, nil
}

func (w *Workspace) openPart(name string) (part, error) {
	f, err := file.Open(w.root, name, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return part{name: name}, nil
	}
	if err != nil {
		return part{}, err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return part{}, err
	}
	return part{name: name, file: f, info: info}, nil
}

func (m *moment) close() {
	for _, p := range []part{m.journal, m.state, m.ledger} {
		if p.file != nil {
			_ = p.file.Close()
		}
	}
}

// passed reports whether the files were not those of one moment, so that what was
// read of them counts for nothing. That the journal has grown is no reason.
func (m *moment) passed() bool {
	for _, still := range []func(*os.Root) bool{m.journal.there, m.state.same, m.ledger.same} {
		m.meanwhile()
		if !still(m.root) {
			return true
		}
	}
	return false
}

// there reports whether the file is still the one of its name.
func (p part) there(root *os.Root) bool {
	_, there := p.now(root)
	return there
}

// same reports whether the file, besides, was not written to.
func (p part) same(root *os.Root) bool {
	if p.unreadable {
		return true
	}
	info, there := p.now(root)
	return there && (p.file == nil || info.Size() == p.info.Size() && info.ModTime().Equal(p.info.ModTime()))
}

func (p part) now(root *os.Root) (fs.FileInfo, bool) {
	info, err := root.Stat(p.name)
	if p.file == nil {
		return nil, errors.Is(err, fs.ErrNotExist)
	}
	return info, err == nil && os.SameFile(info, p.info)
}
