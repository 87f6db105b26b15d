package file

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// Enduring is a file that is being written and survives the removal of its name: if
// somebody removes it or its folder, as git clean does, it is created again when it is
// synced or closed. It is not safe for concurrent use.
type Enduring struct {
	*os.File
	root *os.Root
	name string
	home func() error
}

// Endure wraps a file of root that was opened under a name, also for reading. Home makes
// its folder.
func Endure(f *os.File, root *os.Root, name string, home func() error) *Enduring {
	return &Enduring{f, root, name, home}
}

// Sync makes what was written durable under the name.
func (e *Enduring) Sync() error {
	if err := e.File.Sync(); err != nil {
		return err
	}
	return e.stay()
}

// Close closes the file and leaves it under the name.
func (e *Enduring) Close() error { return errors.Join(e.stay(), e.File.Close()) }

func (e *Enduring) stay() error {
	there, err := e.root.Lstat(e.name)
	if err == nil {
		mine, err := e.File.Stat()
		if err == nil && !os.SameFile(mine, there) {
			err = fmt.Errorf("%s is another file than the one that is written: %w", e.name, fs.ErrExist)
		}
		return err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := e.home(); err != nil {
		return err
	}
	f, err := e.root.OpenFile(e.name, os.O_RDWR|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, io.NewSectionReader(e.File, 0, 1<<62))
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = SyncDir(e.root, path.Dir(e.name))
	}
	if err != nil {
		_ = f.Close()
		_ = e.root.Remove(e.name)
		return err
	}
	_ = e.File.Close()
	e.File = f
	return nil
}
