package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/gofrs/flock"

	"gesso/state/disk/internal/file"
)

// Share locks the store for writing, together with other writers. Free is false while
// somebody has it whole. Where gesso may not write, nobody can have it whole, so it is
// free. If it is free, the caller must call release.
func (s *Store) Share() (release func() error, free bool, err error) {
	l := s.lock()
	free, err = l.TryRLock()
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return func() error { return nil }, true, nil
	}
	return s.taken(l, free, err)
}

// Whole is Share for removing objects: nobody who could write there, on any machine, is at
// work meanwhile.
func (s *Store) Whole() (release func() error, free bool, err error) {
	l := s.lock()
	free, err = l.TryLock()
	return s.taken(l, free, err)
}

func (s *Store) taken(l *flock.Flock, free bool, err error) (func() error, bool, error) {
	if err != nil {
		return nil, false, fmt.Errorf("locking the store %s: %w", s.Dir(), err)
	}
	return l.Unlock, free, nil
}

func (s *Store) lock() *flock.Flock {
	return flock.New(filepath.Join(s.Real(), lockFile), flock.SetFlag(os.O_RDWR|os.O_CREATE|file.NonBlock))
}
