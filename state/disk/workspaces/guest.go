package workspaces

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"gesso/state/disk"
)

// guestFile is in the copy of a workspace of a home elsewhere that was only looked at in this
// folder, as by whoever asks all of them: nothing that it has placed is here.
const guestFile = "guest"

func guestOf(name string) string { return path.Join(disk.HomeDir, name, guestFile) }

// Visit notes of some workspaces of a home elsewhere that they are about to be looked at, for
// the configuration's folder dir: those of which it has no copy are guests in it from then on,
// until Work says otherwise.
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

// visit notes that of one: its outputs are not taken for this folder's, see Others.
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

// Work says that a workspace is at work in this folder. A folder that cannot be written has
// nothing placed in it either, so that an error is no harm.
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
