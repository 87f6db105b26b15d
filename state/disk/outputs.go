package disk

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"
)

// Status is what an output is, compared with what was placed.
type Status int

const (
	Same    Status = iota // the bytes that are wanted
	Missing               // nothing is there
	Differs               // other bytes, or something that is no file
)

func (s Status) String() string { return [...]string{"same", "missing", "differs"}[s] }

// Outputs are the files that users asked for. They can be made again from the
// store, so they are written whole or not at all but not synced.
//
// Paths are slash-separated and relative to the workspace. One at which no output
// may lie, by its text or through symbolic links, is refused with a
// *ForbiddenError, whoever says that it is an output's: see outputPath. The
// methods are safe for concurrent use, but an output is placed or removed by
// one caller at a time.
type Outputs struct {
	root    *os.Root
	now     func() time.Time
	store   *Store
	folders *folders

	mu     sync.RWMutex // guards what follows
	cache  map[string]cached
	dirty  bool            // the cache has what its file has not
	placed map[string]bool // paths that are being written

	// Held for writing while an empty folder is removed, for reading from the
	// making of a folder until there is a file in it.
	dirs sync.RWMutex
}

func openOutputs(w *Workspace) *Outputs {
	o := &Outputs{
		root: w.root, now: w.now, store: w.Store(),
		cache: readStatCache(w.root), placed: map[string]bool{},
	}
	o.folders = newFolders(o.folder)
	return o
}

// Check compares the file at a path with the SHA-256 of what was placed there.
// The error wraps ErrDirectory for a folder.
func (o *Outputs) Check(name, want string) (Status, error) {
	sum, err := o.Sum(name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return Missing, nil
	case errors.Is(err, ErrIrregular):
		return Differs, nil
	case err != nil:
		return Differs, err
	case sum != want:
		return Differs, nil
	}
	return Same, nil
}

// Sum returns the SHA-256 of the file at a path, in hexadecimal. It reads it only
// when the stat cache does not know it; see cached for when it does. The error
// matches fs.ErrNotExist or ENOTDIR where there is no file, and wraps ErrDirectory
// for a folder and ErrIrregular for what cannot be read without waiting.
func (o *Outputs) Sum(name string) (string, error) {
	name, err := outputPath(name)
	if err != nil {
		return "", err
	}
	info, err := o.stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		o.forget(name)
		return "", err
	case err != nil:
		return "", fmt.Errorf("checking an output: %w", err)
	case info.IsDir():
		return "", fmt.Errorf("checking an output: %s: %w", name, ErrDirectory)
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("checking an output: %s: %w", name, ErrIrregular)
	}
	o.mu.RLock()
	entry, ok := o.cache[name]
	o.mu.RUnlock()
	if !ok || entry.racy || entry.stamp != stampOf(info) {
		if entry, err = o.read(name); err != nil {
			return "", fmt.Errorf("checking an output: %w", err)
		}
	}
	return hex.EncodeToString(entry.sha[:]), nil
}

// stat looks at the file of an output, following a link there.
func (o *Outputs) stat(name string) (fs.FileInfo, error) {
	if info, known, err := o.folders.lstat(name); known && (err != nil || info.Mode()&fs.ModeSymlink == 0) {
		return info, err
	}
	at, info, err := o.follow(name)
	if err != nil {
		return nil, err
	}
	at.close()
	return info, nil
}

// folder opens a folder in which outputs may lie.
func (o *Outputs) folder(dir string) (*os.Root, error) {
	real, err := o.realFolder(dir)
	if err != nil {
		return nil, err
	}
	return o.enter(real, true)
}

// read hashes a file and remembers it, unless it changed under its hands.
func (o *Outputs) read(name string) (cached, error) {
	started := o.now()
	f, err := o.open(name)
	if err != nil {
		return cached{}, err
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return cached{}, err
	}
	sha, err := hashOf(f)
	if err != nil {
		return cached{}, err
	}
	after, err := f.Stat()
	if err != nil {
		return cached{}, err
	}
	entry := cached{stamp: stampOf(after)}
	entry.racy = entry.stamp.racy(started)
	if _, err := hex.Decode(entry.sha[:], []byte(sha)); err != nil {
		return cached{}, err
	}
	if entry.stamp == stampOf(before) {
		o.remember(name, entry)
	}
	return entry, nil
}

func (o *Outputs) remember(name string, entry cached) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.cache[name] = entry
	o.dirty = true
}

func (o *Outputs) forget(name string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, ok := o.cache[name]; ok {
		delete(o.cache, name)
		o.dirty = true
	}
}
