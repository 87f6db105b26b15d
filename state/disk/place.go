package disk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"syscall"
)

// Place writes an output with what write gives it, making folders as needed,
// and returns the SHA-256 of its bytes. Until write has returned nil and the
// file is whole, what was at the path stays. A symbolic link at the path is
// replaced, not followed. The error wraps ErrDirectory for a folder, and
// whatever write returned.
func (o *Outputs) Place(name string, write func(io.Writer) error) (sha string, err error) {
	return o.place(name, func(d *draft) (string, error) {
		h := sha256.New()
		err := write(io.MultiWriter(d, h))
		return hex.EncodeToString(h.Sum(nil)), err
	})
}

// PlaceCopy is Place with the bytes of an object, which it checks on the way:
// the error is a *CorruptError for a damaged one, and matches fs.ErrNotExist
// for none. Where the file system can, output and object share their blocks;
// they are never the same file, so that editing an output harms no artifact.
func (o *Outputs) PlaceCopy(name, sha string) error {
	_, err := o.place(name, func(d *draft) (string, error) {
		src, err := o.store.open(sha)
		if err != nil {
			return "", err
		}
		defer src.Close()
		h := sha256.New()
		if clone(d.File, src) {
			_, err = io.Copy(h, d.File) // nothing was read yet, so nothing is known
		} else {
			_, err = io.Copy(io.MultiWriter(d, h), src)
		}
		if err != nil {
			return "", err
		}
		return sha, o.store.compare(sha, hex.EncodeToString(h.Sum(nil)))
	})
	return err
}

// place publishes what fill writes, of which fill returns the SHA-256.
func (o *Outputs) place(name string, fill func(*draft) (string, error)) (sha string, err error) {
	name, err = outputPath(name)
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
	defer at.close()
	defer d.discard()
	if sha, err = fill(d); err != nil {
		return "", err
	}
	if err := d.publish(at.base); err != nil {
		return "", err
	}
	return sha, o.placedAs(name, at, sha)
}

// placedAs remembers what was just published.
func (o *Outputs) placedAs(name string, at *spot, sha string) error {
	o.folders.forget()
	info, err := at.dir.Lstat(at.base)
	if err != nil {
		return err
	}
	// Racy whatever the clock says: between the rename and the look at it, the
	// file may have become another's.
	entry := cached{stamp: stampOf(info), racy: true}
	if _, err := hex.Decode(entry.sha[:], []byte(sha)); err != nil {
		return err
	}
	o.remember(name, entry)
	return nil
}

// reserve keeps two callers from writing one draft.
func (o *Outputs) reserve(name string) (release func(), err error) {
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
func (o *Outputs) draft(name string) (*spot, *draft, error) {
	o.dirs.RLock()
	defer o.dirs.RUnlock()
	at, err := o.locate(name, false)
	if err != nil {
		return nil, nil, err
	}
	// Found before the work of converting a picture. What is no file of anybody's
	// is not replaced either: whoever put a pipe there reads from it.
	if info, err := at.dir.Lstat(at.base); err == nil {
		if err := replaceable(info); err != nil {
			at.close()
			return nil, nil, err
		}
	}
	d, err := newDraft(at.dir, tempName(at.base), 0o644)
	if err != nil {
		at.close()
		return nil, nil, err
	}
	return at, d, nil
}

// replaceable says why a picture cannot take the place of what lies at its path.
// A link can be replaced: it is not followed.
func replaceable(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return ErrDirectory
	case !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0:
		return ErrIrregular
	}
	return nil
}

// Remove removes an output, and then its folders as far as they are empty,
// since Place made them; never the workspace's own. An output that is missing
// already is no error. The error wraps ErrDirectory for a folder.
func (o *Outputs) Remove(name string) error {
	name, err := outputPath(name)
	if err != nil {
		return err
	}
	o.forget(name)
	o.folders.forget()
	at, err := o.locate(name, true)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("removing an output: %w", err)
	}
	defer at.close()
	switch info, err := at.dir.Lstat(at.base); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("removing an output: %w", err)
	case info.IsDir():
		return fmt.Errorf("removing an output: %s: %w", name, ErrDirectory)
	}
	if err := at.dir.Remove(at.base); err != nil {
		return fmt.Errorf("removing an output: %w", err)
	}
	o.removeEmpty(at.real)
	return nil
}

// removeEmpty removes a folder, and those that it is in, as far as they are empty.
func (o *Outputs) removeEmpty(dir string) {
	o.dirs.Lock()
	defer o.dirs.Unlock()
	for ; dir != "."; dir = path.Dir(dir) {
		if info, err := o.root.Lstat(dir); err != nil || !info.IsDir() {
			return // a link has taken its place: that is somebody's
		}
		if o.root.Remove(dir) != nil {
			return // not empty
		}
	}
}
