package workspaces

import (
	"fmt"
	"slices"

	"gesso/spec/filename"
	"gesso/state/disk"
)

// Owner is an image of another workspace that has an output.
type Owner struct {
	Workspace, Address string
}

// Outputs are the outputs that other workspaces have recorded, by their paths in the form
// of filename.Fold. No workspace writes or removes those of another. Nil means none.
type Outputs map[string]Owner

// Owner returns the owner of the output at a path, if it is another workspace's.
func (o Outputs) Owner(path string) (Owner, bool) {
	owner, owned := o[filename.Fold(path)]
	return owner, owned
}

// Others returns the outputs that all workspaces but one have recorded. They are exact if
// the caller holds the lock. For a home elsewhere, they are those of the workspaces that
// this folder has worked in: no other has placed anything here.
func (s *Set) Others(than string) (Outputs, error) {
	names, err := s.here()
	if err != nil {
		return nil, fmt.Errorf("listing the workspaces: %w", err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == disk.Default })
	if len(names) == 0 && than == disk.Default {
		return nil, nil
	}
	all := Outputs{}
	for _, name := range append(names, disk.Default) {
		if name == than || s.AtHome() && s.isGuest(name) {
			continue
		}
		if err := s.outputsOf(name, all); err != nil {
			return nil, fmt.Errorf("looking which outputs are the workspace %s's: %w", name, err)
		}
	}
	return all, nil
}

// open opens what this folder has of a workspace.
func (s *Set) open(name string) (*disk.Workspace, error) {
	if s.AtHome() {
		return disk.OpenCopy(s.dir, name, s.now)
	}
	return disk.OpenNamed(s.dir, name, s.now)
}

func (s *Set) outputsOf(name string, all Outputs) error {
	w, err := s.open(name)
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
