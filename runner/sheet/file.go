package sheet

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Error is why nothing is written at a name.
type Error struct {
	Name, Problem string
}

func (e *Error) Error() string { return fmt.Sprintf("the sheet %s %s", e.Name, e.Problem) }

// replaceable reports why what lies at a name is not to be replaced: a sheet is only ever
// written over another, or where nothing is.
func replaceable(name string) error {
	private := func(part string) bool { return strings.EqualFold(part, ".gesso") || strings.EqualFold(part, ".git") }
	if slices.ContainsFunc(strings.Split(filepath.ToSlash(filepath.Clean(name)), "/"), private) {
		return &Error{name, "would lie in .gesso or .git: name a file outside of them"}
	}
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("writing the sheet %s: %w", name, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return &Error{name, "is a link, and no sheet is written through one: name the file itself"}
	case !info.Mode().IsRegular():
		return &Error{name, "is something other than a file"}
	case info.Size() == 0:
		return nil // as mktemp makes one
	}
	is, err := isSheet(name)
	if err != nil {
		return fmt.Errorf("writing the sheet %s: %w", name, err)
	}
	if !is {
		return &Error{name, "is there, and is no sheet that gesso made: it is left as it is, name another"}
	}
	return nil
}

// isSheet reports whether a file begins as sheets do.
func isSheet(name string) (bool, error) {
	file, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return false, err
	}
	defer file.Close()
	head := make([]byte, 128)
	n, _ := io.ReadFull(file, head) // a shorter one is none
	return marked(head[:n]), nil
}

// replace gives a file its content at once.
func replace(name string, write func(io.Writer) error) (err error) {
	folder, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer folder.Close()
	draft := ".gesso-sheet-" + rand.Text()
	file, err := folder.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = folder.Remove(draft)
		}
	}()
	buffered := bufio.NewWriterSize(file, 64<<10)
	if err = write(buffered); err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return folder.Rename(draft, filepath.Base(name))
}

// forget removes the pages from a number on that an earlier, longer sheet has left.
func forget(name string, page int) error {
	for ; ; page++ {
		old := pageName(name, page)
		info, err := os.Lstat(old)
		if err != nil || !info.Mode().IsRegular() {
			return nil
		}
		if is, err := isSheet(old); err != nil || !is {
			return nil
		}
		if err := os.Remove(old); err != nil {
			return fmt.Errorf("a page of an earlier sheet is left: %w", err)
		}
	}
}
