package workspaces

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"gesso/state/disk"
)

// guestFile marks the copy of a workspace of a home elsewhere that this folder has only
// looked at: it has placed nothing here.
const guestFile = "guest"

func guestOf(name string) string { return path.Join(disk.HomeDir, name, guestFile) }

// Visit notes, for the configuration's folder dir, that workspaces of a home elsewhere are
// about to be looked at. Those that have no copy there are marked as guests, until Work
// removes the mark.
func Visit(dir string, now func() time.Time, names []string) error {
	s, err := Open(dir, now)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, name := range names {
		if err := s.visit(name); err != nil {
			return err
		}
	}
	return nil
}

// visit marks one workspace, so that its outputs are not taken for this folder's (see
// Others).
func (s *Set) visit(name string) error {
	if _, err := s.root.Lstat(path.Join(disk.HomeDir, name, disk.StateFile)); err == nil {
		return nil
	}
	if err := s.root.MkdirAll(path.Join(disk.HomeDir, name), 0o700); err != nil {
		return fmt.Errorf("looking at the workspace %s: %w", name, err)
	}
	if err := s.replace(guestOf(name), []byte("only looked at; nothing of this workspace was placed here\n")); err != nil {
		return fmt.Errorf("looking at the workspace %s: %w", name, err)
	}
	return nil
}

// Work notes that a workspace works in this folder. An error does no harm: nothing can be
// placed in a folder that cannot be written.
func (s *Set) Work(name string) error {
	if err := s.root.Remove(guestOf(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("working in %s: %w", name, err)
	}
	return nil
}

// isGuest reports whether a workspace was only looked at here.
func (s *Set) isGuest(name string) bool {
	_, err := s.root.Lstat(guestOf(name))
	return err == nil
}
