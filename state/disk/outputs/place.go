package outputs

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"syscall"

	"gesso/state/disk/internal/file"
	"gesso/state/disk/internal/stat"
	"gesso/state/disk/locate"
)

// Place writes an output with what write gives it, making folders as needed,
// and returns the SHA-256 of its bytes. Until write has returned nil and the
// file is whole, what was at the path stays. A symbolic link at the path is
// replaced, not followed. The error wraps locate.ErrDirectory for a folder, and
// whatever write returned.
func (o *Files) Place(name string, write func(io.Writer) error) (sha string, err error) {
	return o.place(name, func(d *file.Draft) (string, error) {
		h := sha256.New()
		err := write(io.MultiWriter(d, h))
		return hex.EncodeToString(h.Sum(nil)), err
	})
}

// PlaceCopy is Place with the bytes of an object, which it checks on the way:
// the error is a *objects.CorruptError for a damaged one, and matches fs.ErrNotExist
// for none. Where the file system can, output and object share their blocks;
// they are never the same file, so that editing an output harms no artifact.
func (o *Files) PlaceCopy(name, sha string) error {
	_, err := o.place(name, func(d *file.Draft) (string, error) {
		src, err := o.in.Store.File(sha)
		if err != nil {
			return "", err
		}
		defer src.Close()
		h := sha256.New()
		if file.Clone(d.File, src) {
			err = file.Copy(h, d.File) // nothing was read yet, so nothing is known
		} else {
			err = file.Copy(io.MultiWriter(d, h), src)
		}
		if err != nil {
			return "", err
		}
		return sha, o.in.Store.Compare(sha, hex.EncodeToString(h.Sum(nil)))
	})
	return err
}

// place publishes what fill writes, of which fill returns the SHA-256.
func (o *Files) place(name string, fill func(*file.Draft) (string, error)) (sha string, err error) {
	name, err = locate.Path(name)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			sha, err = "", fmt.Errorf("placing %s: %w", name, err)
		}
	}()
	release, err := o.reserve(name)
	if err != nil {
		return "", err
	}
	defer release()
	at, d, err := o.draft(name)
	if err != nil {
		return "", err
	}
	defer at.Close()
	defer d.Discard()
	if sha, err = fill(d); err != nil {
		return "", err
	}
	if err := d.Publish(at.Base); err != nil {
		return "", err
	}
	return sha, o.placedAs(name, at, sha)
}

// placedAs remembers what was just published.
func (o *Files) placedAs(name string, at *locate.Spot, sha string) error {
	info, err := at.Dir.Lstat(at.Base)
	if err != nil {
		return err
	}
	// Racy whatever the clock says: between the rename and the look at it, the
	// file may have become another's.
	entry := stat.Entry{Stamp: stat.StampOf(info), Racy: true}
	if _, err := hex.Decode(entry.SHA[:], []byte(sha)); err != nil {
		return err
	}
	o.cache.Put(name, entry)
	return nil
}

// reserve keeps two callers from writing one draft.
func (o *Files) reserve(name string) (release func(), err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.placed[name] {
		return nil, errors.New("it is being written already")
	}
	o.placed[name] = true
	return func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(o.placed, name)
	}, nil
}

// draft begins the file of an output, at its spot. The caller owes both an end.
func (o *Files) draft(name string) (*locate.Spot, *file.Draft, error) {
	o.dirs.RLock()
	defer o.dirs.RUnlock()
	at, err := o.tree.Make(name)
	if err != nil {
		return nil, nil, err
	}
	// Found before the work of converting a picture. What is no file of anybody's
	// is not replaced either: whoever put a pipe there reads from it.
	if info, err := at.Dir.Lstat(at.Base); err == nil {
		if err := locate.Replaceable(info); err != nil {
			at.Close()
			return nil, nil, err
		}
	}
	d, err := file.NewDraft(at.Dir, file.TempName(at.Base), 0o644)
	if err != nil {
		at.Close()
		return nil, nil, err
	}
	return at, d, nil
}

// Remove removes an output, and then its folders as far as they are empty,
// since Place made them; never the workspace's own. An output that is missing
// already is no error. The error wraps locate.ErrDirectory for a folder.
func (o *Files) Remove(name string) error {
	name, err := locate.Path(name)
	if err != nil {
		return err
	}
	o.cache.Forget(name)
	o.tree.Forget()
	at, err := o.tree.Find(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("removing an output: %w", err)
	}
	defer at.Close()
	switch info, err := at.Dir.Lstat(at.Base); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("removing an output: %w", err)
	case info.IsDir():
		return fmt.Errorf("removing an output: %s: %w", name, locate.ErrDirectory)
	}
	if err := at.Dir.Remove(at.Base); err != nil {
		return fmt.Errorf("removing an output: %w", err)
	}
	o.removeEmpty(at.Real)
	return nil
}

// removeEmpty removes a folder, and those that it is in, as far as they are empty.
func (o *Files) removeEmpty(dir string) {
	o.dirs.Lock()
	defer o.dirs.Unlock()
	for ; dir != "."; dir = path.Dir(dir) {
		if info, err := o.in.Root.Lstat(dir); err != nil || !info.IsDir() {
			return // a link has taken its place: that is somebody's
		}
		if o.in.Root.Remove(dir) != nil {
			return // not empty
		}
	}
}
