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

// Share holds the store for whoever may put something into it, beside others who do. It is not
// free while somebody has it whole; where gesso has no right to write nobody can have it,
// and it is. The caller owes a call of release where it is free.
func (s *Store) Share() (release func() error, free bool, err error) {
	l := s.lock()
	free, err = l.TryRLock()
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return func() error { return nil }, true, nil
	}
	return s.taken(l, free, err)
}

// Whole is Share for whoever removes something: nobody who could put something there is at work
// then, on any machine.
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
