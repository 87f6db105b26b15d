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

// A Draft is a file that is written under a temporary name in the folder where
// it is wanted, so that its own name always means a whole file. Whatever fails
// (a full disk, a signal), the file of that name is the old one.
type Draft struct {
	*os.File
	root *os.Root
	temp string // "" when published or discarded
}

// NewDraft creates temp, replacing what a crash left there. The caller owes a
// Discard, which does nothing once it is published.
func NewDraft(root *os.Root, temp string, perm fs.FileMode) (*Draft, error) {
	// Exclusive: a link planted at the temporary name is not written through.
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

// TempName is where the draft of name is written: always the same place, so
// that the next attempt cleans up after a killed one, and short, whatever the
// length of name. Two writers of one name must exclude each other.
func TempName(name string) string {
	sum := sha256.Sum256([]byte(path.Base(name)))
	return path.Join(path.Dir(name), ".gesso-"+hex.EncodeToString(sum[:8]))
}

// Reopen opens what was written so far for reading, so that it can be checked
// before it is published. The caller owes a Close before that.
func (d *Draft) Reopen() (*os.File, error) { return d.root.Open(d.temp) }

// Publish gives the file its name, replacing what is there. The content may be
// lost in a power failure, never in a crash of the process.
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

// PublishDurably is Publish for what cannot be made again: the content is on
// disk before the name, and the name before it returns.
func (d *Draft) PublishDurably(name string) error {
	if err := d.Sync(); err != nil {
		return err
	}
	if err := d.Publish(name); err != nil {
		return err
	}
	return SyncDir(d.root, path.Dir(name))
}

// Discard removes an unpublished draft. Its errors are of no use to anybody:
// the next draft of the name removes what is left.
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

// MakeDir makes a folder, as durable as what will come into it: also when another
// goroutine made it and has not synced yet.
func MakeDir(root *os.Root, dir string) error {
	if err := root.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return SyncDir(root, path.Dir(dir))
}
