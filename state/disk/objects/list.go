package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk/internal/file"
)

// Kind says what an entry of a store's folder is. It is a closed set.
type Kind int

const (
	Object     Kind = iota // a file with the name of an object; only reading tells whether it is whole
	Aside                  // damaged bytes that were set aside
	Unfinished             // a draft of an object, perhaps of a killed process
	NoFile                 // a folder, a link or a pipe with the name of an object
	Misplaced              // a file with an object's name, perhaps in capitals, in the wrong folder
	Stranger               // anything else
	Unreadable             // a folder of objects that cannot be listed
)

// Entry is an entry of a store's folder.
type Entry struct {
	Kind Kind
	Name string // relative to the store's folder, slash-separated
	SHA  string // of an Object or NoFile: the hash in its name; of an Aside: that of its former name; else ""
	Size int64
	Time time.Time // when it was created
	Err  error     // of an Unreadable, and of what cannot be examined
}

// List calls yield with everything in the store, sorted by name, without reading objects. A
// store that does not exist yet is empty. An error of yield ends it.
func (s *Store) List(yield func(Entry) error) error {
	if s.wrong != nil {
		return s.wrong
	}
	entries, err := filename.Entries(s.root, s.base)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		if info, looked := s.root.Stat(s.base); looked == nil && !info.IsDir() {
			return file.NotAFolder(s.shown, info.Mode())
		}
		return fmt.Errorf("listing the store: %w", err)
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case isShard(name) && e.IsDir():
			err = s.shard(name, yield)
		case name == asideDir && e.IsDir():
			err = s.aside(yield)
		case strings.HasPrefix(name, IncomingPrefix):
			err = yield(entryOf(e, Unfinished, name, ""))
		case isOurs(name):
		case e.IsDir():
			err = s.strange(name, yield)
		default:
			err = yield(entryOf(e, misplaced(name), name, ""))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// shard lists the objects in one of the store's folders.
func (s *Store) shard(dir string, yield func(Entry) error) error {
	return s.each(dir, yield, func(e fs.DirEntry) Entry {
		sha := e.Name()
		name := path.Join(dir, sha)
		switch {
		case !state.IsHash(sha) || sha[:2] != dir:
			return entryOf(e, misplaced(sha), name, "")
		case !e.Type().IsRegular():
			return entryOf(e, NoFile, name, sha)
		}
		return entryOf(e, Object, name, sha)
	})
}

func (s *Store) aside(yield func(Entry) error) error {
	return s.each(asideDir, yield, func(e fs.DirEntry) Entry {
		sha, _, _ := strings.Cut(e.Name(), ".")
		if !state.IsHash(sha) {
			return entryOf(e, Stranger, path.Join(asideDir, e.Name()), "")
		}
		return entryOf(e, Aside, path.Join(asideDir, e.Name()), sha)
	})
}

// strange lists a folder that is not the store's. Files in it that could be objects by
// their names are reported one by one, as when the case of names was changed.
func (s *Store) strange(dir string, yield func(Entry) error) error {
	if !isShard(strings.ToLower(dir)) {
		return yield(Entry{Kind: Stranger, Name: dir})
	}
	return s.each(dir, yield, func(e fs.DirEntry) Entry { return entryOf(e, misplaced(e.Name()), path.Join(dir, e.Name()), "") })
}

func (s *Store) each(dir string, yield func(Entry) error, what func(fs.DirEntry) Entry) error {
	entries, err := filename.Entries(s.root, path.Join(s.base, dir))
	if err != nil {
		return yield(Entry{Kind: Unreadable, Name: dir, Err: err})
	}
	for _, e := range entries {
		if err := yield(what(e)); err != nil {
			return err
		}
	}
	return nil
}

func misplaced(name string) Kind {
	if state.IsHash(strings.ToLower(name)) {
		return Misplaced
	}
	return Stranger
}

func entryOf(e fs.DirEntry, kind Kind, name, sha string) Entry {
	out := Entry{Kind: kind, Name: name, SHA: sha}
	info, err := e.Info()
	if err != nil {
		out.Err = err
		return out
	}
	out.Size, out.Time = info.Size(), info.ModTime()
	return out
}

// Remove deletes an object. The caller must know that nobody needs it; see the package.
func (s *Store) Remove(sha string) error {
	name, err := s.path(sha)
	if err != nil {
		return err
	}
	if err := s.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing an object: %w", err)
	}
	_ = s.root.Remove(path.Dir(name)) // if that was the last one
	return nil
}

// Drop deletes damaged bytes that were set aside, or an unfinished object.
func (s *Store) Drop(e Entry) error {
	if e.Kind != Aside && e.Kind != Unfinished {
		panic("objects: Drop of what is neither set aside nor half written")
	}
	if s.wrong != nil {
		return s.wrong
	}
	if err := s.root.Remove(path.Join(s.base, e.Name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing what was set aside: %w", err)
	}
	return nil
}
