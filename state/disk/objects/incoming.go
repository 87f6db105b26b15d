package objects

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
	"time"

	"gesso/spec/filename"
	"gesso/state/disk/internal/file"
)

// IncomingPrefix begins the name of an object that is being written.
const IncomingPrefix = ".incoming-"

// abandoned is the age after which a draft in a shared store is a killed process's: the
// longest download takes minutes, and clocks differ.
const abandoned = 24 * time.Hour

// Incoming is an object that is being written. It hashes and counts its bytes. It is not
// safe for concurrent use.
type Incoming struct {
	store *Store
	draft *file.Draft
	hash  hash.Hash
	size  int64
}

// Create begins an object, creating the store if needed. The caller must call Abort, which
// does nothing after a Commit.
func (s *Store) Create() (*Incoming, error) {
	if s.wrong != nil {
		return nil, s.wrong
	}
	if err := s.prepare(); err != nil {
		return nil, fmt.Errorf("creating an object: %w", err)
	}
	if s.base != "." {
		if err := file.MakeDir(s.root, s.base); err != nil {
			return nil, fmt.Errorf("creating an object: %w", err)
		}
	}
	// The object's name is known only at its end. The file is read-only from the start:
	// only this handle may write.
	d, err := file.NewDraft(s.root, path.Join(s.base, IncomingPrefix+rand.Text()), 0o444)
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

// Sum returns the SHA-256 of what was written so far, which Commit would use as the name.
func (in *Incoming) Sum() string { return hex.EncodeToString(in.hash.Sum(nil)) }

// Restart drops what was written, to begin anew.
func (in *Incoming) Restart() error {
	in.hash.Reset()
	in.size = 0
	if _, err := in.draft.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return in.draft.Truncate(0)
}

// Open opens what was written so far for reading, so that it can be checked before it is
// committed. The caller must close it before Commit.
func (in *Incoming) Open() (*os.File, error) { return in.draft.Reopen() }

// Commit makes the object durable under its name, and returns its name and its size in
// bytes. An existing object is replaced by the same bytes, which repairs a damaged one.
func (in *Incoming) Commit() (sha string, size int64, err error) {
	defer in.Abort()
	sha = in.Sum()
	name, err := in.store.path(sha)
	if err != nil {
		return "", 0, err
	}
	if err := in.store.shardOf(path.Dir(name)); err != nil {
		return "", 0, fmt.Errorf("storing an object: %w", err)
	}
	if err := in.draft.PublishDurably(name); err != nil {
		// Windows does not replace a read-only file, but the existing one will do.
		if f, err := in.store.file(sha); err == nil && in.store.verify(sha, f) == nil {
			return sha, in.size, nil
		}
		return "", 0, fmt.Errorf("storing an object: %w", err)
	}
	return sha, in.size, nil
}

// shardOf makes the folder of an object durably, once.
func (s *Store) shardOf(dir string) error {
	if _, made := s.made.Load(dir); made {
		if info, err := s.root.Lstat(dir); err == nil && info.IsDir() {
			return nil
		}
	}
	if err := file.MakeDir(s.root, dir); err != nil {
		return err
	}
	s.made.Store(dir, true)
	return nil
}

// Abort removes an object that was not committed.
func (in *Incoming) Abort() { in.draft.Discard() }

// Clean removes drafts that killed runs have left. The caller must hold the lock, so that
// nobody is writing; in a shared store, where others write too, only old drafts are
// removed.
func (s *Store) Clean(now time.Time) error {
	if s.wrong != nil {
		return nil // writing reports the error
	}
	if info, err := s.root.Stat(s.base); err == nil && !info.IsDir() {
		return file.NotAFolder(s.shown, info.Mode()) // reading a pipe would block for ever
	}
	entries, err := filename.Entries(s.root, s.base)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), IncomingPrefix) {
			continue
		}
		if s.shared || s.remote != nil { // readers fetch too
			if info, err := e.Info(); err != nil || now.Sub(info.ModTime()) < abandoned {
				continue
			}
		}
		if err := s.root.Remove(path.Join(s.base, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
