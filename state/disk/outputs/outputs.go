package outputs

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"

	"gesso/state/disk/internal/stat"
	"gesso/state/disk/locate"
	"gesso/state/disk/objects"
)

// Status is how an output compares with what was placed.
type Status int

const (
	Same    Status = iota // it has the expected bytes
	Missing               // there is nothing
	Differs               // it has other bytes, or is not a file
)

func (s Status) String() string { return [...]string{"same", "missing", "differs"}[s] }

// Files are the outputs of a workspace. Its methods are safe for concurrent use, with one
// caller at a time placing or removing an output.
type Files struct {
	in    Setting
	tree  *locate.Tree
	cache *stat.Cache

	mu     sync.Mutex
	placed map[string]bool // paths that are being written

	// Held for writing while an empty folder is removed, and for reading from the making of
	// a folder until it contains a file.
	dirs sync.RWMutex
}

// Setting says where outputs and related files are. Names are relative to Root.
type Setting struct {
	Root    *os.Root       // the configuration's folder, closed by its owner
	Own     []string       // folders in which no output may lie
	Store   *objects.Store // the pictures that outputs are copies of
	Stat    string         // the file of the stat cache
	Aside   string         // the folder of pictures set aside
	Prepare func() error   // makes the parent of Aside
	Now     func() time.Time
	Beside  func() bool // reports whether somebody else is changing the workspace
}

// Open returns the files of a setting. A missing or damaged stat cache is empty. Two values for
// one folder would overwrite each other's cache.
func Open(s Setting) *Files {
	return &Files{in: s, tree: locate.New(s.Root, s.Own...), cache: stat.Open(s.Root, s.Stat), placed: map[string]bool{}}
}

// Real returns a path of an output without links in its folder; see locate.Tree.Real.
func (o *Files) Real(name string, known map[string]string) string { return o.tree.Real(name, known) }

// Survey begins a survey of where outputs can be placed.
func (o *Files) Survey() *locate.Survey { return o.tree.Survey() }

// Open opens the file at an output's path for reading. The error is a
// *locate.ForbiddenError for a path that cannot be an output's, and matches fs.ErrNotExist
// if there is no file. The caller must close it.
func (o *Files) Open(name string) (*os.File, error) { return o.tree.Open(name) }

// Check compares the file at a path with the SHA-256 of what was placed there. The error
// wraps locate.ErrDirectory for a folder.
func (o *Files) Check(name, want string) (Status, error) {
	sum, err := o.Sum(name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return Missing, nil
	case errors.Is(err, locate.ErrIrregular):
		return Differs, nil
	case err != nil:
		return Differs, err
	case sum != want:
		return Differs, nil
	}
	return Same, nil
}

// Sum returns the SHA-256 of the file at a path, in hexadecimal. It reads the file only if
// the stat cache does not know its hash; see package stat. The error matches fs.ErrNotExist
// or ENOTDIR if there is no file, and wraps locate.ErrDirectory for a folder and
// locate.ErrIrregular for what cannot be read without blocking.
func (o *Files) Sum(name string) (string, error) {
	name, err := locate.Path(name)
	if err != nil {
		return "", err
	}
	info, err := o.tree.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		o.cache.Forget(name)
		return "", err
	case err != nil:
		return "", fmt.Errorf("checking an output: %w", err)
	case info.IsDir():
		return "", fmt.Errorf("checking an output: %s: %w", name, locate.ErrDirectory)
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("checking an output: %s: %w", name, locate.ErrIrregular)
	}
	entry, ok := o.cache.Get(name)
	if !ok || entry.Racy || entry.Stamp != stat.StampOf(info) {
		if entry, err = o.read(name); err != nil {
			return "", fmt.Errorf("checking an output: %w", err)
		}
	}
	return hex.EncodeToString(entry.SHA[:]), nil
}

// read hashes a file and caches the hash, unless the file changes meanwhile.
func (o *Files) read(name string) (stat.Entry, error) {
	started := o.in.Now()
	f, err := o.tree.Open(name)
	if err != nil {
		return stat.Entry{}, err
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return stat.Entry{}, err
	}
	sha, err := objects.Sum(f)
	if err != nil {
		return stat.Entry{}, err
	}
	after, err := f.Stat()
	if err != nil {
		return stat.Entry{}, err
	}
	entry := stat.Entry{Stamp: stat.StampOf(after)}
	entry.Racy = entry.Stamp.Racy(started)
	if _, err := hex.Decode(entry.SHA[:], []byte(sha)); err != nil {
		return stat.Entry{}, err
	}
	if entry.Stamp == stat.StampOf(before) {
		o.cache.Put(name, entry)
	}
	return entry, nil
}

// Flush writes the stat cache if it has changed, .gesso exists, and nobody else is at work,
// who will write a newer one. The cache only saves time, so callers may ignore the error.
func (o *Files) Flush() error {
	o.tree.Forget()
	if o.in.Beside() {
		return nil
	}
	return o.cache.Write()
}
