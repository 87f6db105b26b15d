package disk

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

// A draft is a file that is written under a temporary name in the folder where
// it is wanted, so that its own name always means a whole file. Whatever fails
// (a full disk, a signal), the file of that name is the old one.
type draft struct {
	*os.File
	root *os.Root
	temp string // "" when published or discarded
}

// newDraft creates temp, replacing what a crash left there. The caller owes a
// discard, which does nothing after a publish.
func newDraft(root *os.Root, temp string, perm fs.FileMode) (*draft, error) {
	if err := root.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	// Exclusive: a link planted at the temporary name is not written through.
	f, err := root.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, err
	}
	return &draft{File: f, root: root, temp: temp}, nil
}

// tempName is where the draft of name is written: always the same place, so
// that the next attempt cleans up after a killed one, and short, whatever the
// length of name. Two writers of one name must exclude each other.
func tempName(name string) string {
	sum := sha256.Sum256([]byte(path.Base(name)))
	return path.Join(path.Dir(name), ".gesso-"+hex.EncodeToString(sum[:8]))
}

// publish gives the file its name, replacing what is there. The content may be
// lost in a power failure, never in a crash of the process.
func (d *draft) publish(name string) error {
	if err := d.Close(); err != nil {
		return err // network file systems report a full disk here
	}
	if err := d.root.Rename(d.temp, name); err != nil {
		return err
	}
	d.temp = ""
	return nil
}

// publishDurably is publish for what cannot be made again: the content is on
// disk before the name, and the name before it returns.
func (d *draft) publishDurably(name string) error {
	if err := d.Sync(); err != nil {
		return err
	}
	if err := d.publish(name); err != nil {
		return err
	}
	return syncDir(d.root, path.Dir(name))
}

// discard removes an unpublished draft. Its errors are of no use to anybody:
// the next draft of the name removes what is left.
func (d *draft) discard() {
	if d.temp == "" {
		return
	}
	_ = d.Close()
	_ = d.root.Remove(d.temp)
	d.temp = ""
}

const noDirSync = runtime.GOOS == "windows"

// syncDir makes the names in a folder durable. Windows has no such call, and
// some network and FUSE file systems refuse it: there a rename is as durable
// as it can be made.
func syncDir(root *os.Root, dir string) error {
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
