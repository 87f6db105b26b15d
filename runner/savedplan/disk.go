package savedplan

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"gesso/spec/filename"
)

// Write makes a plan file of a name, readable by its owner alone, or replaces one. The
// name means the old file or the whole new one at any time. What is no plan file, and
// what a link leads to, is left as it is: that is an *Error. So is a name that other
// files of a configuration have.
func Write(name string, f *File) error {
	if err := refuseName(name); err != nil {
		return err
	}
	data, err := Encode(f)
	if err != nil {
		return err
	}
	folder, err := os.OpenRoot(filename.Folder(filepath.Dir(name)))
	if err != nil {
		return fmt.Errorf("writing the plan file %s: %w", name, err)
	}
	defer folder.Close()
	if err := replaceable(folder, name); err != nil {
		return err
	}
	if err := replace(folder, filepath.Base(name), data); err != nil {
		return fmt.Errorf("writing the plan file %s: %w", name, err)
	}
	return nil
}

// Replaceable is nil where Write of a name would not be refused by what there is now.
// It is for whoever wants to know before there is a plan.
func Replaceable(name string) error {
	if err := refuseName(name); err != nil {
		return err
	}
	folder, err := os.OpenRoot(filename.Folder(filepath.Dir(name)))
	if err != nil {
		return fmt.Errorf("writing the plan file %s: %w", name, err)
	}
	defer folder.Close()
	return replaceable(folder, name)
}

func refuseName(name string) error {
	if end := filename.Taken(name); end != "" {
		return &Error{Name: name, Problem: "is no name for a plan file: those that end in " + end + " are something else here"}
	}
	if strings.HasPrefix(filepath.Base(name), "-") {
		return &Error{Name: name, Problem: "is no name for a plan file: it reads as an option, and standard output takes none"}
	}
	if filename.Private(name) || name == "" || os.IsPathSeparator(name[len(name)-1]) {
		return &Error{Name: name, Problem: "is no place for a plan file: name a file outside of .gesso and .git"}
	}
	return nil
}

// replaceable reports why what lies at a name is not to be replaced.
func replaceable(folder *os.Root, name string) error {
	base := filepath.Base(name)
	info, err := folder.Lstat(base)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("writing the plan file %s: %w", name, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return &Error{Name: name, Problem: "is a link, and no plan is written through one: name the file itself"}
	case !info.Mode().IsRegular():
		return &Error{Name: name, Problem: "is something other than a file"}
	case info.Size() == 0:
		return nil // as mktemp makes one
	}
	file, err := folder.OpenFile(base, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return fmt.Errorf("writing the plan file %s: %w", name, err)
	}
	defer file.Close()
	if !begins(file) {
		return &Error{Name: name, Problem: "is there, and is no plan file: it is left as it is, name another"}
	}
	return nil
}

// replace gives a file its content at once.
func replace(folder *os.Root, base string, data []byte) (err error) {
	draft := ".gesso-plan-" + rand.Text()
	file, err := folder.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = folder.Remove(draft)
		}
	}()
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return folder.Rename(draft, base)
}

// Read reads the plan file of a name. The error is an *Error, a *VersionError, or one
// of reading, which matches fs.ErrNotExist where there is no file.
func Read(name string) (*File, error) {
	file, err := open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the plan file %s: %w", name, err)
	case len(data) > mostBytes && !isPlan(data):
		return nil, noPlan(name)
	case len(data) > mostBytes:
		return nil, &Error{Name: name, Problem: fmt.Sprintf("is too large: it has more than %d bytes", mostBytes)}
	}
	return Decode(name, data)
}

// Is reports whether there is a file of a name that begins as plan files do.
func Is(name string) bool {
	file, err := open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	return begins(file)
}

func begins(file io.Reader) bool {
	head := make([]byte, 64)
	n, _ := io.ReadFull(file, head) // a shorter one is none
	return isPlan(head[:n])
}

// open opens a file for reading, and waits for no pipe.
func open(name string) (*os.File, error) {
	irregular := &Error{Name: name, Problem: "is something other than a file", NoPlan: true}
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		return nil, irregular // to open a device may do something
	}
	var file *os.File
	if err == nil {
		file, err = os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the plan file %s: %w", name, filename.Pathless(err))
	}
	if info, err = file.Stat(); err == nil && !info.Mode().IsRegular() {
		err = irregular
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}
