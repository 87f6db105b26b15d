package file

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path"
	"runtime"
	"syscall"
)

// Draft is a file that is written under a temporary name in the folder where it is wanted,
// so that its own name always means a complete file. Whatever fails (a full disk, a
// signal), that name keeps the old file.
type Draft struct {
	*os.File
	root *os.Root
	temp string // "" once published or discarded
}

// NewDraft creates temp, replacing what a crash left there. The caller must call Discard,
// which does nothing after publishing.
func NewDraft(root *os.Root, temp string, perm fs.FileMode) (*Draft, error) {
	// Exclusive, so that a link planted at the temporary name is not written through.
	const how = os.O_RDWR | os.O_CREATE | os.O_EXCL
	f, err := root.OpenFile(temp, how, perm)
	if errors.Is(err, fs.ErrExist) {
		if err = root.Remove(temp); err == nil || errors.Is(err, fs.ErrNotExist) {
			f, err = root.OpenFile(temp, how, perm)
		}
	}
	if err != nil {
		return nil, err
	}
	return &Draft{File: f, root: root, temp: temp}, nil
}

// TempName returns where the draft of name is written. It is always the same, so that the
// next attempt cleans up after a killed one, and short, however long name is. Two writers
// of one name must exclude each other.
func TempName(name string) string {
	sum := sha256.Sum256([]byte(path.Base(name)))
	return path.Join(path.Dir(name), ".gesso-"+hex.EncodeToString(sum[:8]))
}

// Reopen opens what was written so far for reading, so that it can be checked before it is
// published. The caller must close it before that.
func (d *Draft) Reopen() (*os.File, error) { return d.root.Open(d.temp) }

// Publish gives the file its name, replacing what is there. A power failure may lose the
// content; a crash of the process cannot.
func (d *Draft) Publish(name string) error {
	if err := d.Close(); err != nil {
		return err // network file systems report a full disk here
	}
	if err := d.root.Rename(d.temp, name); err != nil {
		return err
	}
	d.temp = ""
	return nil
}

// PublishDurably is Publish for what cannot be made again: the content is on disk before
// the name, and the name before it returns.
func (d *Draft) PublishDurably(name string) error {
	if err := d.Sync(); err != nil {
		return err
	}
	if err := d.Publish(name); err != nil {
		return err
	}
	return SyncDir(d.root, path.Dir(name))
}

// Discard removes an unpublished draft. It ignores errors: the next draft of the name
// removes what is left.
func (d *Draft) Discard() {
	if d.temp == "" {
		return
	}
	_ = d.Close()
	_ = d.root.Remove(d.temp)
	d.temp = ""
}

const noDirSync = runtime.GOOS == "windows"

// SyncDir makes the names in a folder durable. Windows has no such call, and
// some network and FUSE file systems refuse it: there a rename is as durable
// as it can be made.
func SyncDir(root *os.Root, dir string) error {
	if noDirSync {
		return nil
	}
	f, err := root.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

// MakeDir makes a folder durably, even if another goroutine has made it and not synced it
// yet.
func MakeDir(root *os.Root, dir string) error {
	if err := root.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return SyncDir(root, path.Dir(dir))
}
