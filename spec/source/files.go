package source

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/filename"
	"gesso/spec/folder"
	"gesso/spec/lines"
)

// MaxFileSize bounds one configuration or value file. 100,000 image blocks are
// 30 MB.
const MaxFileSize = 256 << 20

// Files is the directory of a configuration: what its files say, where in it
// something is, and what outside of it may be read. It is safe for concurrent
// use once everything is read.
type Files struct {
	Dir     string            // as it was given to Open
	Sources map[string][]byte // every configuration and value file by name, for the quotations in messages
	Folder  *folder.Files     // what may be read and has been read; nil where the directory cannot be opened

	Abs     string               // Dir, absolute
	named   map[string]bool      // value files of the command line
	mu      sync.Mutex           // of what follows
	escapes map[string]*jsonText // of JSON files, see mendRange
}

// Open opens a directory. The Files are never nil.
func Open(dir string) (*Files, error) {
	f := &Files{Dir: dir, Sources: map[string][]byte{}, Abs: dir, named: map[string]bool{}}
	if abs, err := filepath.Abs(dir); err == nil {
		f.Abs = abs
	}
	var err error
	f.Folder, err = folder.NewFiles(dir)
	return f, err
}

// Close gives up what Open opened. Nothing can be read afterwards.
func (f *Files) Close() error {
	if f.Folder == nil {
		return nil
	}
	return f.Folder.Close()
}

// ConfigFiles lists the configuration files of a directory by name.
func (f *Files) ConfigFiles(dir string) ([]string, hcl.Diagnostics) {
	root, rest, err := f.Folder.Root(dir)
	var entries []fs.DirEntry
	if err == nil {
		entries, err = filename.Entries(root, rest)
	}
	if err != nil {
		return nil, diag.Problem("Unreadable configuration directory", "The directory %s cannot be listed: %s.", filepath.Join(f.Dir, dir), filename.Pathless(err))
	}
	var names []string
	for _, e := range entries {
		n := e.Name()
		if (strings.HasSuffix(n, ".hcl") || strings.HasSuffix(n, ".hcl.json")) && !strings.HasPrefix(n, ".") {
			names = append(names, path.Join(dir, n))
		}
	}
	slices.Sort(names)
	return names, nil
}

// Read reads a file of the directory. It must be a regular one: a FIFO by
// the name of x.hcl is refused instead of waited for, also when it comes to be
// there in this moment.
func (f *Files) Read(name string) ([]byte, hcl.Diagnostics) {
	refuse := func(format string, args ...any) ([]byte, hcl.Diagnostics) {
		return nil, diag.Problem("Unreadable configuration file", "The file %s cannot be read: %s.", name, fmt.Sprintf(format, args...))
	}
	root, rest, err := f.Folder.Root(name)
	if err != nil {
		return refuse("%s", filename.Pathless(err))
	}
	file, err := root.OpenFile(rest, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return refuse("%s", filename.Pathless(filename.Reached(f.Dir, name, err)))
	}
	defer file.Close()
	before, err := file.Stat()
	switch {
	case err != nil:
		return refuse("%s", filename.Pathless(err))
	case !before.Mode().IsRegular():
		return refuse("it is not a regular file. Rename it if it is not part of the configuration")
	case before.Size() > MaxFileSize:
		return refuse("it has %d bytes, and the limit is %d. Move data to files that are read with csvdecode(file(...))", before.Size(), MaxFileSize)
	}
	src, err := readAll(file, before.Size())
	if err != nil {
		return refuse("%s", filename.Pathless(err))
	}
	if after, err := file.Stat(); err != nil || after.Size() != int64(len(src)) || !after.ModTime().Equal(before.ModTime()) {
		return refuse("it changed in the meantime. Run the command again")
	}
	return f.text(name, src)
}

// ReadValues reads a file that -var-file names: also one outside of the
// directory, and also a pipe, as a shell's <(...) is. Nobody may ever write to that: it
// is waited for until the interrupt is closed.
func (f *Files) ReadValues(name string, interrupt <-chan struct{}) ([]byte, hcl.Diagnostics) {
	f.named[name] = f.named[name] || f.Sources[name] == nil
	var src []byte
	read := make(chan error, 1)
	go func() {
		var err error
		src, err = readPipe(name)
		read <- err
	}()
	select {
	case <-interrupt:
		return nil, diag.Interrupt()
	case err := <-read:
		if err != nil {
			return nil, diag.Problem("Unreadable value file", "The file %s, named by -var-file, cannot be read: %s.", name, filename.Pathless(err))
		}
	}
	return f.text(name, src)
}

// readPipe reads a file of any kind.
func readPipe(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readAll(file, 0)
}

// readAll reads a file that has about size bytes.
func readAll(file *os.File, size int64) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(int(size) + bytes.MinRead)
	if _, err := buf.ReadFrom(io.LimitReader(file, MaxFileSize+1)); err != nil {
		return nil, err
	}
	if buf.Len() > MaxFileSize {
		return nil, fmt.Errorf("it has more than %d bytes", MaxFileSize)
	}
	return buf.Bytes(), nil
}

// text is what is parsed of a file: UTF-8 without a byte order mark, with LF at
// the ends of its lines. It is kept for quotations.
func (f *Files) text(name string, src []byte) ([]byte, hcl.Diagnostics) {
	src = lines.OfFile(bytes.TrimPrefix(src, []byte("\ufeff")))
	f.Sources[name] = src
	if folder.IsPointer(src) {
		return nil, diag.Problem("Unreadable configuration file", "The file %s cannot be read: %s.", name, folder.ErrPointer)
	}
	if i := invalidUTF8(src); i >= 0 {
		return nil, diag.ProblemAt(byteRange(src, name, i), "Invalid character encoding",
			"The file %s is not valid UTF-8 here. Save it in UTF-8.", name)
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return nil, diag.ProblemAt(byteRange(src, name, i), "Invalid character encoding",
			"The file %s has a NUL byte here, so it is not a text file, or is one in UTF-16. Save it in UTF-8.", name)
	}
	return src, nil
}

// OnDisk returns the slash path of the entry below root that a name of the
// configuration leads to, as it is written there: accents may be composed with
// their letters in one and not in the other.
func OnDisk(root *os.Root, name string) string { return folder.OnDisk(root, name) }

// invalidUTF8 returns where src stops being UTF-8 text, or -1.
func invalidUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
