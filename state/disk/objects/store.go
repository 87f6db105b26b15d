package objects

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/singleflight"

	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk/internal/file"
)

// Store is a folder of artifacts. Objects are never changed, and only Remove and Drop
// delete them. Its methods are safe for concurrent use.
type Store struct {
	root    *os.Root
	base    string       // the folder of the objects, within root
	shown   string       // the folder's name in messages
	prepare func() error // makes the folder that contains base
	own     bool         // root must be closed
	shared  bool         // others write here too, whoever has the lock
	wrong   error        // why the store cannot be used; nil: it can
	made    sync.Map     // folders of objects that are known to exist
	near    atomic.Pointer[os.Root]

	remote   Remote // nil: there is only this folder
	lasting  context.Context
	fetching singleflight.Group
}

// In returns the store in a folder within root, which is also its name in messages. Prepare
// makes the parent of that folder, before anything is written. In opens and creates
// nothing.
func In(root *os.Root, base string, prepare func() error) *Store {
	return &Store{root: root, base: base, shown: base, prepare: prepare}
}

// Dir returns the store's folder: relative to the configuration's if it lies there, or else
// as it was named.
func (s *Store) Dir() string { return s.shown }

// Shared reports whether the store lies elsewhere, so that others may write there too.
func (s *Store) Shared() bool { return s.shared }

// Close closes the folder. A root that the caller has passed stays open.
func (s *Store) Close() error {
	if near := s.near.Swap(nil); near != nil {
		_ = near.Close()
	}
	if !s.own {
		return nil
	}
	return s.root.Close()
}

// nearby returns the store's folder, which stays open so that its path is not walked for
// each of thousands of objects; nil if it is the root or does not exist.
func (s *Store) nearby() *os.Root {
	if s.base == "." {
		return nil
	}
	if near := s.near.Load(); near != nil {
		return near
	}
	near, err := s.root.OpenRoot(filename.Folder(s.base))
	if err != nil {
		return nil
	}
	if !s.near.CompareAndSwap(nil, near) {
		_ = near.Close()
	}
	return s.near.Load()
}

// path returns the path of an object. It refuses anything but a SHA-256 in lower-case
// hexadecimal, so that a damaged record cannot name another file.
func (s *Store) path(sha string) (string, error) {
	if s.wrong != nil {
		return "", s.wrong
	}
	if !state.IsHash(sha) {
		return "", fmt.Errorf("%q is not a SHA-256", sha)
	}
	return path.Join(s.base, sha[:2], sha), nil
}

// Name returns where an object lies, for messages. Sha must be a hash.
func (s *Store) Name(sha string) string { return path.Join(s.shown, sha[:2], sha) }

// Has reports whether the store has an object, or the remote as far as is recorded. It
// reads nothing and makes no request.
func (s *Store) Has(sha string) bool {
	return s.remote != nil && s.wrong == nil && s.remote.Has(sha) || s.Here(sha)
}

// Here reports whether an object is in the folder. It does not read it.
func (s *Store) Here(sha string) bool {
	name, err := s.path(sha)
	if err != nil {
		return false
	}
	if near := s.nearby(); near != nil {
		if info, err := near.Lstat(path.Join(sha[:2], sha)); err == nil {
			return info.Mode().IsRegular()
		}
	}
	info, err := s.root.Lstat(name)
	return err == nil && info.Mode().IsRegular()
}

// Open opens an object for reading. The error matches fs.ErrNotExist if there is none. The
// caller must close it.
func (s *Store) Open(sha string) (state.Object, error) {
	f, err := s.File(sha)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("opening an object: %w", err)
	}
	return &object{f, info.Size()}, nil
}

// object is an open object. Its file can only be read: use File for more.
type object struct {
	*os.File
	size int64
}

func (o *object) Size() int64 { return o.size }

// File is Open for making copies that share the object's blocks.
func (s *Store) File(sha string) (*os.File, error) {
	f, err := s.file(sha)
	if err == nil && s.remote != nil {
		s.used(sha, f)
	}
	if s.remote == nil || s.wrong != nil || !errors.Is(err, fs.ErrNotExist) || !s.remote.Has(sha) {
		return f, err
	}
	if err := s.fetch(sha); err != nil {
		return nil, err
	}
	return s.file(sha)
}

// file is File for an object in the folder.
func (s *Store) file(sha string) (*os.File, error) {
	name, err := s.path(sha)
	if err != nil {
		return nil, fmt.Errorf("opening an object: %w", err)
	}
	if near := s.nearby(); near != nil {
		if f, err := file.Open(near, path.Join(sha[:2], sha), os.O_RDONLY, 0); err == nil {
			return f, nil
		}
	}
	return file.Open(s.root, name, os.O_RDONLY, 0) // the folder may have been made since; otherwise this returns the error
}

// Verify reads a whole object. The error is a *CorruptError if the content does not match
// the name, and matches fs.ErrNotExist if there is none. An object that the folder lacks,
// or has damaged, is fetched from the remote first.
func (s *Store) Verify(sha string) error {
	f, err := s.File(sha)
	if err != nil {
		return err
	}
	err = s.verify(sha, f)
	var damaged *CorruptError
	if s.remote != nil && errors.As(err, &damaged) && s.remote.Has(sha) && s.mend(sha) == nil {
		return nil
	}
	return err
}

// verify is Verify for a file, which it closes.
func (s *Store) verify(sha string, f *os.File) error {
	defer f.Close()
	actual, err := Sum(f)
	if err != nil {
		return fmt.Errorf("verifying an object: %w", err)
	}
	return s.Compare(sha, actual)
}

// Compare is Verify for an object that was read already: actual is the hash of its bytes.
func (s *Store) Compare(want, actual string) error {
	if want == actual {
		return nil
	}
	if _, err := s.path(want); err != nil {
		return err
	}
	return &CorruptError{File: s.Name(want), Want: want, Actual: actual}
}

// Sum returns the SHA-256 of all that r has, in hexadecimal.
func Sum(r io.Reader) (string, error) {
	h := sha256.New()
	if err := file.Copy(h, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// CorruptError says that an object of the store does not match its name: something edited
// or damaged it.
type CorruptError struct {
	File   string // relative to the configuration's folder, slash-separated, or as the store was named
	Want   string // SHA-256, hexadecimal
	Actual string // SHA-256, hexadecimal
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("%s: damaged: its content has SHA-256 %s", e.File, e.Actual)
}

// Writable returns nil if objects can be put into the store. It tries to.
func (s *Store) Writable() error {
	if s.wrong != nil {
		return s.wrong
	}
	in, err := s.Create()
	if err != nil {
		return errors.Join(fmt.Errorf("the store %s cannot be written", s.shown), err)
	}
	in.Abort()
	return nil
}
