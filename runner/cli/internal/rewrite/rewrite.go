// Package rewrite is gesso fmt: it finds the files that the arguments name, brings them
// into canonical form with package format, and replaces their content.
//
// It promises that nobody ever finds half a content, even after a crash; that modes and
// symbolic links stay; and that what somebody writes meanwhile is not lost. It is not for
// files that do not exist yet.
//
//	text, info, err := rewrite.Read(path)
//	…
//	err = rewrite.Replace(path, formatted, info)
package rewrite

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// maxSize is the largest file in bytes, as for the loader of configurations.
const maxSize = 256 << 20

// Read reads a file that will be replaced, and returns its info at that time. It never
// waits for a FIFO.
func Read(path string) ([]byte, fs.FileInfo, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, errors.New("it is not a regular file")
	}
	src, err := All(file)
	return src, info, err
}

// All reads text to format that does not come from a file, with the same limit.
func All(in io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(in, maxSize+1))
	if err == nil && len(text) > maxSize {
		return nil, fmt.Errorf("it has more than %d bytes", maxSize)
	}
	return text, err
}

// Replace replaces a file's content atomically: a reader finds all of the old content or
// all of the new, even after a crash. The mode stays, and a symbolic link stays a link, to
// the new content. Before is the file's info from when it was read; if somebody has written
// it since, Replace fails and leaves it as it is.
func Replace(path string, content []byte, before fs.FileInfo) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".gesso-fmt-*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(content)
	if err == nil {
		err = temporary.Chmod(before.Mode())
	}
	if err == nil {
		err = temporary.Sync() // otherwise a crash after the rename may leave an empty file
	}
	err = errors.Join(err, temporary.Close())
	if err == nil {
		err = untouched(path, before)
	}
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temporary.Name())
	}
	return err
}

// untouched returns an error if a file must not be replaced: if it is not writable, which a
// rename does not check, or has changed since.
func untouched(path string, before fs.FileInfo) error {
	file, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	now, err := file.Stat()
	if err == nil && (!os.SameFile(before, now) || now.Size() != before.Size() || !now.ModTime().Equal(before.ModTime())) {
		err = errors.New("it was changed while it was formatted, and is left as it is")
	}
	return err
}
