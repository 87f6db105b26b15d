package local

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"gesso/state/home/shelf"
)

// List implements shelf.Shelf. It reads only the folders that it needs, one at a time.
func (s *Shelf) List(ctx context.Context, prefix, after string) iter.Seq2[shelf.Item, error] {
	return func(yield func(shelf.Item, error) bool) {
		l := listing{s, ctx, prefix, after, yield}
		l.folder("")
	}
}

type listing struct {
	shelf         *Shelf
	ctx           context.Context
	prefix, after string
	yield         func(shelf.Item, error) bool
}

// folder yields what is below a folder, whose name ends in a slash. It reports whether more
// is wanted.
func (l *listing) folder(dir string) bool {
	entries, err := l.read(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true // removed meanwhile
	}
	if err == nil {
		err = l.ctx.Err()
	} else {
		err = l.shelf.failed("list", dir, err)
	}
	if err != nil {
		l.yield(shelf.Item{}, err)
		return false
	}
	for _, entry := range entries {
		if !l.entry(dir+entry.name, entry) {
			return false
		}
	}
	return true
}

func (l *listing) entry(name string, entry entry) bool {
	if entry.IsDir() {
		overlap := strings.HasPrefix(name, l.prefix) || strings.HasPrefix(l.prefix, name)
		before := name < l.after && !strings.HasPrefix(l.after, name) // it and everything in it comes before
		return !overlap || before || l.folder(name)
	}
	if !entry.Type().IsRegular() || !strings.HasPrefix(name, l.prefix) || name <= l.after {
		return true
	}
	info, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	if err != nil {
		l.yield(shelf.Item{}, l.shelf.failed("list", name, err))
		return false
	}
	return l.yield(shelf.Item{Name: name, Size: info.Size(), Time: info.ModTime()}, nil)
}

// entry is an entry of a folder. A folder's own name gets a slash at its end, which sorts
// entries in the order of all object names.
type entry struct {
	fs.DirEntry
	name string
}

func (l *listing) read(dir string) ([]entry, error) {
	f, err := l.shelf.root.Open(path.Join(".", dir))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	found, err := f.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for _, e := range found {
		if shelf.CheckName(dir+e.Name()) != nil {
			continue
		}
		name := e.Name()
		if e.IsDir() {
			name += "/"
		}
		entries = append(entries, entry{e, name})
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	return entries, nil
}

// Litter implements shelf.Littered: it lists what killed creations have left.
func (s *Shelf) Litter(ctx context.Context) (all []shelf.Item, err error) {
	err = fs.WalkDir(s.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return s.failed("list", name, err)
		case !e.Type().IsRegular() || !strings.HasPrefix(e.Name(), tempPrefix):
			return ctx.Err()
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return s.failed("list", name, err)
		}
		all = append(all, shelf.Item{Name: name, Size: info.Size(), Time: info.ModTime()})
		return nil
	})
	return all, err
}

// Sweep implements shelf.Littered.
func (s *Shelf) Sweep(_ context.Context, name string) error {
	if !strings.HasPrefix(path.Base(name), tempPrefix) || !fs.ValidPath(name) {
		return s.failed("remove", name, errNoFile)
	}
	if err := s.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s.failed("remove", name, err)
	}
	return nil
}
