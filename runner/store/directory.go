package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/objects"
	"gesso/state/disk/workspaces"
)

// Directory is a configuration's directory with all its workspaces, also those that
// were deleted and have left pictures and a ledger.
type Directory struct {
	Dir        string
	Workspaces []*disk.Workspace // that at work first
}

// Open opens the workspaces of a directory, first the one that is named. use tells each
// where its store is; nil: where it always was. The caller owes a Close.
func Open(dir, first string, now func() time.Time, use func(*disk.Workspace) error) (*Directory, error) {
	names, err := namesIn(dir, now)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == first })
	return OpenThese(dir, append([]string{first}, names...), now, use)
}

// OpenThese is Open of the workspaces that are named.
func OpenThese(dir string, names []string, now func() time.Time, use func(*disk.Workspace) error) (*Directory, error) {
	d := &Directory{Dir: dir}
	for _, name := range names {
		w, err := disk.OpenNamed(dir, name, now)
		if err == nil {
			d.Workspaces = append(d.Workspaces, w)
			if use != nil {
				err = use(w)
			}
		}
		if err != nil {
			d.Close()
			return nil, err
		}
	}
	return d, nil
}

// namesIn are the workspaces that there are, and those that have left something.
func namesIn(dir string, now func() time.Time) ([]string, error) {
	set, err := workspaces.Open(dir, now)
	if err != nil {
		return nil, err
	}
	defer set.Close()
	names, err := set.List()
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, name := range names {
		seen[name] = true
	}
	left, err := os.ReadDir(filename.Folder(filepath.Join(dir, disk.Home, "workspaces")))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("listing what workspaces have left: %w", err)
	}
	for _, e := range left {
		if name, err := disk.ParseName(e.Name()); err == nil && e.IsDir() && !seen[name] {
			names = append(names, name)
		}
	}
	return names, nil
}

// Close lets go of the workspaces.
func (d *Directory) Close() {
	for _, w := range d.Workspaces {
		_ = w.Close()
	}
}

// Under gives all workspaces the lock that the first one has.
func (d *Directory) Under(l *disk.Lock) {
	for _, w := range d.Workspaces[1:] {
		w.Under(l)
	}
}

// Stores are the stores of the workspaces, each once, with the workspaces that keep pictures there.
func (d *Directory) Stores() []Shelf {
	var shelves []Shelf
	at := map[string]int{}
	for _, w := range d.Workspaces {
		s := w.Store()
		key := s.Dir()
		if s.Wrong() == nil {
			key = s.Real()
		}
		i, known := at[key]
		if !known {
			i = len(shelves)
			at[key] = i
			shelves = append(shelves, Shelf{Store: s})
		}
		shelves[i].Workspaces = append(shelves[i].Workspaces, w)
	}
	return shelves
}

// Shelf is a store with the workspaces whose pictures are in it.
type Shelf struct {
	Store      *objects.Store
	Workspaces []*disk.Workspace
}

// owner is a record that names an artifact, and whose it is.
type owner struct {
	workspace *disk.Workspace
	record    *state.Record
}

// owners are the records of a shelf by what they name: their pictures, what was
// converted from them, their rivals.
func (s Shelf) owners() (map[string][]owner, error) {
	all := map[string][]owner{}
	for _, w := range s.Workspaces {
		loaded, err := w.Load()
		if err != nil {
			return nil, err
		}
		for r := range loaded.All() {
			add := func(sha string) {
				if sha != "" {
					all[sha] = append(all[sha], owner{w, r})
				}
			}
			add(r.Artifact)
			if r.Output != r.Artifact {
				add(r.Output)
			}
			if original := r.Original(); original != nil {
				add(original.Artifact)
			}
			for rival := range r.AllRivals() {
				add(rival.Artifact)
			}
		}
	}
	return all, nil
}

// named is how an address of a workspace is told.
func (o owner) named() string {
	if o.workspace.Name() == disk.Default {
		return o.record.Address
	}
	return o.record.Address + " in the workspace " + o.workspace.Name()
}
