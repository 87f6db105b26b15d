package disk

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"gesso/state"
	"gesso/state/disk/internal/file"
)

// Store is the folder of artifacts: every picture ever paid for, by the SHA-256
// of its bytes. Objects are never changed and never deleted here. Its methods
// are safe for concurrent use.
type Store struct {
	root *os.Root
	at   layout
}

const incomingPrefix = ".incoming-"

// Dir returns the store's folder, relative to the configuration's.
func (s *Store) Dir() string { return s.at.objects }

// objectPath refuses what is not a SHA-256 in lower-case hexadecimal, so that
// a damaged record cannot name any other file.
func (s *Store) objectPath(sha string) (string, error) {
	if !state.IsHash(sha) {
		return "", fmt.Errorf("%q is not a SHA-256", sha)
	}
	return path.Join(s.at.objects, sha[:2], sha), nil
}

// Has reports whether the store has an object. It does not read it.
func (s *Store) Has(sha string) bool {
	name, err := s.objectPath(sha)
	if err != nil {
		return false
	}
	info, err := s.root.Lstat(name)
	return err == nil && info.Mode().IsRegular()
}

// Open opens an object for reading. The error matches fs.ErrNotExist where
// there is none. The caller owes a Close.
func (s *Store) Open(sha string) (state.Object, error) {
	f, err := s.open(sha)
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

// An object is one that is open. What can be done with its file beside reading
// is for this package.
type object struct {
	*os.File
	size int64
}

func (o *object) Size() int64 { return o.size }

func (s *Store) open(sha string) (*os.File, error) {
	name, err := s.objectPath(sha)
	if err != nil {
		return nil, fmt.Errorf("opening an object: %w", err)
	}
	return file.Open(s.root, name, os.O_RDONLY, 0)
}

// Verify reads an object whole. The error is a *CorruptError for content that
// is not what the name says, and matches fs.ErrNotExist for no object.
func (s *Store) Verify(sha string) error {
	f, err := s.open(sha)
	if err != nil {
		return err
	}
	defer f.Close()
	actual, err := hashOf(f)
	if err != nil {
		return fmt.Errorf("verifying an object: %w", err)
	}
	return s.compare(sha, actual)
}

func (s *Store) compare(want, actual string) error {
	if want == actual {
		return nil
	}
	name, err := s.objectPath(want)
	if err != nil {
		return err
	}
	return &CorruptError{File: name, Want: want, Actual: actual}
}

func hashOf(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Incoming is an object that is being written: it hashes and counts what it is
// given. It is for one goroutine.
type Incoming struct {
	store *Store
	draft *file.Draft
	hash  hash.Hash
	size  int64
}

// Create begins an object, creating the store where it is missing. The caller
// owes an Abort, which does nothing after a Commit.
func (s *Store) Create() (*Incoming, error) {
	if err := s.at.makeHome(s.root); err != nil {
		return nil, fmt.Errorf("creating an object: %w", err)
	}
	if err := makeDir(s.root, s.at.objects); err != nil {
		return nil, fmt.Errorf("creating an object: %w", err)
	}
	// Whose name it will be is known at its end. Read-only from the start: the
	// one handle that may write is this one.
	d, err := file.NewDraft(s.root, path.Join(s.at.objects, incomingPrefix+rand.Text()), 0o444)
	if err != nil {
		return nil, fmt.Errorf("creating an object: %w", err)
	}
	return &Incoming{store: s, draft: d, hash: sha256.New()}, nil
}

// Write implements io.Writer.
func (in *Incoming) Write(p []byte) (int, error) {
	n, err := in.draft.Write(p)
	in.hash.Write(p[:n])
	in.size += int64(n)
	return n, err
}

// Size returns how many bytes were written.
func (in *Incoming) Size() int64 { return in.size }

// Sum returns the SHA-256 of what was written so far: the name that a Commit would
// give it.
func (in *Incoming) Sum() string { return hex.EncodeToString(in.hash.Sum(nil)) }

// Open opens what was written so far for reading, so that it can be checked
// before it is committed. The caller owes a Close before Commit.
func (in *Incoming) Open() (*os.File, error) { return in.draft.Reopen() }

// Commit makes the object durable under its name and returns that and its size
// in bytes. An object that is there already is replaced by the same bytes,
// which mends one that was damaged.
func (in *Incoming) Commit() (sha string, size int64, err error) {
	defer in.Abort()
	sha = in.Sum()
	name, err := in.store.objectPath(sha)
	if err != nil {
		return "", 0, err
	}
	if err := makeDir(in.store.root, path.Dir(name)); err != nil {
		return "", 0, fmt.Errorf("storing an object: %w", err)
	}
	if err := in.draft.PublishDurably(name); err != nil {
		// Windows does not replace a read-only file: the one there will do.
		if in.store.Has(sha) && in.store.Verify(sha) == nil {
			return sha, in.size, nil
		}
		return "", 0, fmt.Errorf("storing an object: %w", err)
	}
	return sha, in.size, nil
}

// Abort removes an object that was not committed.
func (in *Incoming) Abort() { in.draft.Discard() }

// clean removes what killed runs left half written. Only the holder of the
// lock may: it is sure that nobody is writing.
func (s *Store) clean() error {
	if info, err := s.root.Stat(s.at.objects); err == nil && !info.IsDir() {
		return file.NotAFolder(s.at.objects, info.Mode()) // to read a pipe would wait for ever
	}
	entries, err := fs.ReadDir(s.root.FS(), s.at.objects)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), incomingPrefix) {
			if err := s.root.Remove(path.Join(s.at.objects, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
