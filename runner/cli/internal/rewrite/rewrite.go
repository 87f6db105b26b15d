// Package rewrite is gesso fmt: it finds the files that the arguments name, brings
// them into canonical form, which is package format's, and gives them their new
// content.
//
// It promises that nobody, also after a crash, finds half of a content; that mode and
// symbolic links stay; and that what somebody wrote in between is not lost. It is not
// for files that do not exist yet.
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

// maxSize bounds one file, in bytes, as the loader of configurations bounds it.
const maxSize = 256 << 20

// Read reads a file that is to be replaced, and says what it was then. It
// never waits for a FIFO.
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

// All reads what is to be rewritten from somewhere else than a file, within the
// same bound.
func All(in io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(in, maxSize+1))
	if err == nil && len(text) > maxSize {
		return nil, fmt.Errorf("it has more than %d bytes", maxSize)
	}
	return text, err
}

// Replace gives a file another content at once: whoever reads it, also after
// a crash, finds all of the old or all of the new. Its mode stays, and a symbolic
// link stays a link, to the new content. before is what the file was when it was
// read; when somebody wrote it since, it is left as it is.
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
		err = temporary.Sync() // else a crash after the rename may leave an empty file
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

// untouched reports why a file is not to be replaced: it may not be written,
// which a rename does not ask, or it is another than it was before.
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
