package store

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gesso/spec/filename"
	"gesso/state/disk"
	"gesso/state/text"
)

// Need is the closed set of why an object stays, the strongest first.
type Need int

const (
	Recorded Need = iota // by a record, a rival or a call of a workspace
	Pinned               // by a text of the configuration
	Kept                 // by a copy of the state from before it was changed by hand
	Versions             // by a state in git
	History              // by what happened in the time that is kept
	Young                // it came to the store in that time
	ByHand               // somebody made it, and nobody can make it again
	Unknown              // no file tells where it comes from
)

var needs = [...]string{"records", "the configuration's texts", "copies of the state", "states in git", "the history that is kept", "their age", "hands that made them", "their unknown origin"}

// String is by what the object is kept: "records".
func (n Need) String() string { return needs[n] }

// Needs are the artifacts that something may need, and those that something has told of
// once, with those that a hand made among them.
type Needs struct {
	why     map[string]Need
	once    map[string]bool
	byHand  map[string]bool
	damaged []error // what cannot be read, and of which all that it names is needed
}

// Revisions hands over each text of the states of a directory in its git repository,
// since a time and of every branch, and reports whether there is one. See
// gitsetup.Revisions.
type Revisions func(dir string, since time.Time, yield func([]byte)) (bool, error)

func newNeeds() *Needs {
	return &Needs{why: map[string]Need{}, once: map[string]bool{}, byHand: map[string]bool{}}
}

// of returns why an artifact is needed.
func (n *Needs) of(sha string) (Need, bool) {
	why, needed := n.why[sha]
	return why, needed
}

// Of what nobody needs, spared is why it stays all the same.
func (n *Needs) spared(sha string, p *Policy) (Need, bool) {
	switch {
	case n.byHand[sha] && !p.ByHand:
		return ByHand, true
	case !n.byHand[sha] && !n.once[sha] && !p.Unknown:
		return Unknown, true
	}
	return 0, false
}

func (n *Needs) add(sha string, why Need) {
	if has, known := n.why[sha]; !known || why < has {
		n.why[sha] = why
	}
}

// directory adds what a directory's workspaces, texts and repository need. Whatever
// cannot be read is an error: nobody knows then what is needed. Whoever is about to collect
// holds its lock.
func (n *Needs) directory(d *Directory, since time.Time, revisions Revisions) error {
	for _, w := range d.Workspaces {
		if err := n.workspace(w, since); err != nil {
			return err
		}
	}
	if err := n.texts(d.Dir); err != nil {
		return fmt.Errorf("looking for pins: %w", err)
	}
	if revisions == nil {
		return nil
	}
	_, err := revisions(d.Dir, since, func(data []byte) {
		for sha := range text.Hashes(data) {
			n.add(sha, Versions)
			n.once[sha] = true
		}
	})
	if err != nil {
		return &GitError{err}
	}
	return nil
}

// workspace adds what a workspace's files need.
func (n *Needs) workspace(w *disk.Workspace, since time.Time) error {
	m, err := w.Mentions(since)
	if err != nil {
		return fmt.Errorf("%s: %w", w.StateFile(), err)
	}
	for _, named := range []struct {
		by   Need
		shas map[string]bool
	}{{Recorded, m.Recorded}, {Kept, m.Backups}, {History, m.History}} {
		for sha := range named.shas {
			n.add(sha, named.by)
		}
	}
	maps.Copy(n.byHand, m.ByHand)
	for _, damage := range m.Damaged {
		n.damaged = append(n.damaged, fmt.Errorf("%w: all that it names stays", damage))
	}
	for _, shas := range []map[string]bool{m.Once, m.Recorded, m.Backups, m.History} {
		for sha := range shas {
			n.once[sha] = true
		}
	}
	return nil
}

// GitError is that git does not tell what its states need.
type GitError struct{ Err error }

func (e *GitError) Error() string { return "git does not tell what its states need: " + e.Err.Error() }

func (e *GitError) Unwrap() error { return e.Err }

// maxText is how long a file may be to be looked through for pins: a configuration's is
// some kilobytes.
const maxText = 4 << 20

// pictures are extensions of files that are no texts.
var pictures = []string{".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".psd", ".zip"}

// texts adds what any text below the directory names: a pin can be written in a file of
// the configuration, of a module or of values, or come from a table.
func (n *Needs) texts(dir string) error {
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // an editor's draft
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == ".git" || e.Name() == disk.Home):
			return fs.SkipDir
		case !e.Type().IsRegular() || slices.Contains(pictures, strings.ToLower(filepath.Ext(name))):
			return nil
		}
		info, err := e.Info()
		if err != nil || info.Size() > maxText {
			return nil
		}
		data, err := root.ReadFile(name)
		if err != nil {
			return err
		}
		for sha := range text.Hashes(data) {
			n.add(sha, Pinned)
		}
		return nil
	})
}
