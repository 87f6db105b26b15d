package spec

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
	"syscall"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/filename"
	"gesso/spec/folder"
)

// maxFileSize bounds one configuration or value file. 100,000 image blocks are
// 30 MB.
const maxFileSize = 256 << 20

// configFiles lists the configuration files of a directory by name.
func (c *Config) configFiles(dir string) ([]string, hcl.Diagnostics) {
	root, rest, err := c.Files.Root(dir)
	var entries []fs.DirEntry
	if err == nil {
		entries, err = fs.ReadDir(root.FS(), rest)
	}
	if err != nil {
		return nil, problem("Unreadable configuration directory", "The directory %s cannot be listed: %s.", filepath.Join(c.Dir, dir), filename.Pathless(err))
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

// readSource reads a file of the directory. It must be a regular one: a FIFO by
// the name of x.hcl is refused instead of waited for, also when it comes to be
// there in this moment.
func (c *Config) readSource(name string) ([]byte, hcl.Diagnostics) {
	refuse := func(format string, args ...any) ([]byte, hcl.Diagnostics) {
		return nil, problem("Unreadable configuration file", "The file %s cannot be read: %s.", name, fmt.Sprintf(format, args...))
	}
	root, rest, err := c.Files.Root(name)
	if err != nil {
		return refuse("%s", filename.Pathless(err))
	}
	file, err := root.OpenFile(rest, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return refuse("%s", filename.Pathless(err))
	}
	defer file.Close()
	before, err := file.Stat()
	switch {
	case err != nil:
		return refuse("%s", filename.Pathless(err))
	case !before.Mode().IsRegular():
		return refuse("it is not a regular file. Rename it if it is not part of the configuration")
	case before.Size() > maxFileSize:
		return refuse("it has %d bytes, and the limit is %d. Move data to files that are read with csvdecode(file(...))", before.Size(), maxFileSize)
	}
	src, err := readAll(file, before.Size())
	if err != nil {
		return refuse("%s", filename.Pathless(err))
	}
	if after, err := file.Stat(); err != nil || after.Size() != int64(len(src)) || !after.ModTime().Equal(before.ModTime()) {
		return refuse("it changed in the meantime. Run the command again")
	}
	return c.text(name, src)
}

// readValues reads a file that -var-file names: also one outside of the
// directory, and also a pipe, as a shell's <(...) is.
func (c *Config) readValues(name string) ([]byte, hcl.Diagnostics) {
	file, err := os.Open(name)
	if err != nil {
		return nil, problem("Unreadable value file", "The file %s, named by -var-file, cannot be read: %s.", name, filename.Pathless(err))
	}
	defer file.Close()
	src, err := readAll(file, 0)
	if err != nil {
		return nil, problem("Unreadable value file", "The file %s, named by -var-file, cannot be read: %s.", name, filename.Pathless(err))
	}
	return c.text(name, src)
}

// readAll reads a file that has about size bytes.
func readAll(file *os.File, size int64) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(int(size) + bytes.MinRead)
	if _, err := buf.ReadFrom(io.LimitReader(file, maxFileSize+1)); err != nil {
		return nil, err
	}
	if buf.Len() > maxFileSize {
		return nil, fmt.Errorf("it has more than %d bytes", maxFileSize)
	}
	return buf.Bytes(), nil
}

// text is what is parsed of a file: UTF-8 without a byte order mark, with LF at
// the ends of its lines. It is kept for quotations.
func (c *Config) text(name string, src []byte) ([]byte, hcl.Diagnostics) {
	src = sourceLines(bytes.TrimPrefix(src, []byte("\ufeff")))
	c.Sources[name] = src
	if i := invalidUTF8(src); i >= 0 {
		return nil, problemAt(byteRange(src, name, i), "Invalid character encoding",
			"The file %s is not valid UTF-8 here. Save it in UTF-8.", name)
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return nil, problemAt(byteRange(src, name, i), "Invalid character encoding",
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
