package file

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"gesso/state"
)

// Open opens one of gesso's own files. For what is no file (a pipe, a device, a socket, a
// folder) it returns a *state.DamageError at once: opening or reading it could block for
// ever while the lock is held. It checks before opening, since opening a device may have
// effects, and afterwards, since another file may be there by then; NonBlock covers the
// time between.
func Open(root *os.Root, name string, flag int, perm fs.FileMode) (*os.File, error) {
	info, err := root.Stat(name)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return nil, notAFile(name, info.Mode())
	case err != nil && isLink(root, name):
		return nil, &state.DamageError{File: name, Problem: "is a symbolic link that leads nowhere, or out of the directory", Hint: "bring back what it leads to, or put the file itself there"}
	case err != nil && !(errors.Is(err, fs.ErrNotExist) && flag&os.O_CREATE != 0):
		return nil, err
	}
	f, err := root.OpenFile(name, flag|NonBlock, perm)
	if err != nil {
		return nil, err
	}
	info, err = f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = notAFile(name, info.Mode())
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// isLink reports whether a name is a link that cannot be followed. Then the file is not
// missing but elsewhere, on a disk that is not mounted.
func isLink(root *os.Root, name string) bool {
	info, err := root.Lstat(name)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// Read is os.Root.ReadFile for one of gesso's own files.
func Read(root *os.Root, name string) ([]byte, error) {
	f, err := Open(root, name, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadAll(f)
}

// ReadAll reads an open file to its end.
func ReadAll(f *os.File) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	data := make([]byte, 0, info.Size()+512) // the file may grow
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}

// mostBuffer is how much of a file is read at once.
const mostBuffer = 256 << 10

// Copy copies the rest of a file. It sizes its buffer to the file: with a fixed one,
// copying thousands of small files would clear more memory than they have bytes.
func Copy(to io.Writer, from io.Reader) error {
	size := int64(mostBuffer)
	if f, ok := from.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil {
			size = max(512, min(info.Size()+1, mostBuffer)) // one byte more than it has, to find its end
		}
	}
	_, err := io.CopyBuffer(to, struct{ io.Reader }{from}, make([]byte, size))
	return err
}

func notAFile(name string, mode fs.FileMode) error { return irregular(name, mode, "a file") }

// NotAFolder returns a *state.DamageError for what lies in the place of one of gesso's
// folders.
func NotAFolder(name string, mode fs.FileMode) error { return irregular(name, mode, "a directory") }

func irregular(name string, mode fs.FileMode, want string) error {
	kind := "something that is no file"
	switch {
	case mode.IsRegular():
		kind = "a file"
	case mode.IsDir():
		kind = "a directory"
	case mode&fs.ModeNamedPipe != 0:
		kind = "a named pipe"
	case mode&fs.ModeSocket != 0:
		kind = "a socket"
	case mode&fs.ModeDevice != 0:
		kind = "a device"
	}
	return &state.DamageError{File: name, Problem: "is " + kind + ", where gesso keeps " + want, Hint: "move it away, and put back what was there before"}
}
