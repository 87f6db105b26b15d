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

// abandoned is how old a draft in a store of several writers is before it is a killed
// process's: the longest download takes minutes, and clocks differ.
const abandoned = 24 * time.Hour

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
	// Whose name it will be is known at its end. Read-only from the start: the
	// one handle that may write is this one.
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

// Sum returns the SHA-256 of what was written so far: the name that a Commit would
// give it.
func (in *Incoming) Sum() string { return hex.EncodeToString(in.hash.Sum(nil)) }

// Restart drops what was written, for whoever begins anew.
func (in *Incoming) Restart() error {
	in.hash.Reset()
	in.size = 0
	if _, err := in.draft.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return in.draft.Truncate(0)
}

// Open opens what was written so far for reading, so that it can be checked
// before it is committed. The caller owes a Close before Commit.
func (in *Incoming) Open() (*os.File, error) { return in.draft.Reopen() }

// Commit makes the object durable under its name and returns that and its size
// in bytes. An object that is there already is replaced by the same bytes,
// which mends one that was damaged.
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
		// Windows does not replace a read-only file: the one there will do.
		if f, err := in.store.file(sha); err == nil && in.store.verify(sha, f) == nil {
			return sha, in.size, nil
		}
		return "", 0, fmt.Errorf("storing an object: %w", err)
	}
	return sha, in.size, nil
}

// shardOf makes the folder of an object, and syncs that it is there, once.
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

// Clean removes what killed runs left half written. Only the holder of the lock may:
// it is sure that nobody is writing, and in a shared store, where others write too,
// what is old alone is removed.
func (s *Store) Clean(now time.Time) error {
	if s.wrong != nil {
		return nil // who writes is told
	}
	if info, err := s.root.Stat(s.base); err == nil && !info.IsDir() {
		return file.NotAFolder(s.shown, info.Mode()) // to read a pipe would wait for ever
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
		if s.shared || s.remote != nil { // who only looks fetches too
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
