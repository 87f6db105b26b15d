package workspaces

import (
	"fmt"

	"gesso/spec/filename"
	"gesso/state/disk"
)

// Owner is an image of another workspace that has an output.
type Owner struct {
	Workspace, Address string
}

// Outputs are outputs that other workspaces have recorded, by their paths as
// filename.Fold has them. No workspace writes, or takes away, what is another's. Nil
// are none.
type Outputs map[string]Owner

// Owner returns whose the output at a path is, where it is another workspace's.
func (o Outputs) Owner(path string) (Owner, bool) {
	owner, owned := o[filename.Fold(path)]
	return owner, owned
}

// Others returns the outputs that all workspaces but one have recorded. That is exact
// for who holds the lock.
func (s *Set) Others(than string) (Outputs, error) {
	names, err := s.List()
	if err != nil || len(names) == 1 {
		return nil, err
	}
	all := Outputs{}
	for _, name := range names {
		if name == than {
			continue
		}
		if err := s.outputsOf(name, all); err != nil {
			return nil, fmt.Errorf("looking which outputs are the workspace %s's: %w", name, err)
		}
	}
	return all, nil
}

func (s *Set) outputsOf(name string, all Outputs) error {
	w, err := disk.OpenNamed(s.dir, name, s.now)
	if err != nil {
		return err
	}
	defer w.Close()
	loaded, err := w.Load()
	if err != nil {
		return err
	}
	for r := range loaded.All() {
		if r.Path != "" {
			all[filename.Fold(r.Path)] = Owner{Workspace: name, Address: r.Address}
		}
		for _, d := range r.Derived {
			all[filename.Fold(d.Path)] = Owner{Workspace: name, Address: r.Address}
		}
	}
	return nil
}
