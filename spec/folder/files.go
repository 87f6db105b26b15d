package folder

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"gesso/spec/bound"
	"gesso/spec/filename"
)

const (
	// maxFile is the largest file that is read, in bytes.
	maxFile = 64 << 20
	// maxKept is how many bytes of content are kept in all, so as not to read a file twice.
	maxKept = 64 << 20
)

// ErrOutside is in the error of a path that leads out of the configuration's directory, by itself or through a symbolic link.
var ErrOutside = errors.New("outside of the configuration's directory")

// Files is what the file functions may read: a directory and everything below it, and the record of what was read and looked for.
// A file has one content in the life of a Files: what it was when first read. It is safe for concurrent use.
type Files struct {
	*opened
	meter *bound.Meter // of the evaluation that reads, or nil
}

// opened is what all that reads in a directory shares.
type opened struct {
	root *os.Root
	dir  string // absolute, as it was named
	real string // dir without symbolic links

	permitted []permitted // what else may be read
	private   atomic.Bool // see Private

	mu      sync.Mutex
	entries map[string]*entry // by slash path below root
	found   map[string]string // by what Exists and Glob were asked, see Found
	kept    int64             // bytes of all contents kept
}

// An entry is what one path was when it was first read.
type entry struct {
	mu      sync.Mutex
	read    bool
	sum     string // SHA-256 in hexadecimal digits; "" where there was nothing to read
	err     error  // why there was nothing to read
	content []byte // nil when there was no room to keep it
}

// NewFiles opens dir for reading. The caller owes a Close.
func NewFiles(dir string) (*Files, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	real, err := filepath.EvalSymlinks(absolute)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(filename.Folder(absolute))
	if err != nil {
		return nil, err
	}
	return &Files{opened: &opened{root: root, dir: absolute, real: real, entries: make(map[string]*entry), found: make(map[string]string)}}, nil
}

// Charging returns the same files, of which the meter counts what is read. They are closed together.
func (f *Files) Charging(meter *bound.Meter) *Files { return &Files{f.opened, meter} }

// Private tells whether anything that git keeps to itself in the directory was read or looked for. It changes though no file of the user's
// does.
func (f *Files) Private() bool { return f.private.Load() }

// Written tells whether name, as Read takes it, is something that gesso writes of its own accord, and its slash path below the directory: it
// is another one after each run.
func (f *Files) Written(name string) (string, bool) {
	local, err := f.local(name)
	return local, err == nil && filename.Written(local)
}

// Dir is the directory, absolute.
func (f *Files) Dir() string { return f.dir }

// Close gives up the directory. Nothing can be read afterwards; Used still answers.
func (f *Files) Close() error {
	f.closePermitted()
	return f.root.Close()
}

// Read returns the content of the file that name leads to, relative to the directory or absolute within it. Names that lead elsewhere fail
// with ErrOutside, what does not exist with fs.ErrNotExist; neither directories, pipes and devices nor files over 64 MiB are read.
// The content is shared: the caller must not change it.
func (f *Files) Read(name string) ([]byte, error) {
	local, err := f.local(name)
	if err != nil {
		return nil, err
	}
	e := f.entry(local)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.read && (e.err != nil || e.content != nil) {
		f.spend(len(e.content))
		return e.content, e.err
	}
	content, err := f.load(name, local)
	if err != nil {
		e.read, e.err = true, err
		return nil, err
	}
	digest := sha256.Sum256(content)
	sum := hex.EncodeToString(digest[:])
	if e.read && e.sum != sum {
		// It was too large to keep, and was read once more. Half of a plan from one content and half from another is no plan.
		return nil, fmt.Errorf("%q has changed since it was first read; run the command again", name)
	}
	e.read, e.sum = true, sum
	if f.reserve(len(content)) {
		e.content = content
	}
	return content, nil
}

// spend counts content that is gone through, though it may have been read before: a hash of ten megabytes takes its time each time.
func (f *Files) spend(bytes int) {
	if f.meter != nil {
		f.meter.Spend(bytes / 16)
	}
}

// Used returns everything that was read or looked for, by its slash path below the directory: the SHA-256 of the content in hexadecimal
// digits, or "" for what could not be read, for what only fileexists looked at, and for a directory that fileset searched.
func (f *Files) Used() map[string]string {
	f.mu.Lock()
	entries := make(map[string]*entry, len(f.entries))
	for path, e := range f.entries {
		entries[path] = e
	}
	f.mu.Unlock() // before any entry's lock, which is held while a file is read

	used := make(map[string]string, len(entries))
	for path, e := range entries {
		e.mu.Lock()
		used[path] = e.sum
		e.mu.Unlock()
	}
	return used
}

// Found returns what was looked for without reading it, by its slash path or pattern below the directory: the SHA-256 of the names that a
// pattern matched, or whether a file was there.
func (f *Files) Found() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.found)
}

func (f *Files) find(what, found string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.found[what] = found
}

// entry returns the entry of a slash path, and makes it where this is the first time that it is used.
func (f *Files) entry(local string) *entry {
	f.mu.Lock()
	defer f.mu.Unlock()
	e, ok := f.entries[local]
	if !ok {
		e = new(entry)
		f.entries[local] = e
	}
	return e
}

// reserve tells whether size more bytes may be kept, and counts them.
func (f *Files) reserve(size int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.kept+int64(size) > maxKept {
		return false
	}
	f.kept += int64(size)
	return true
}
