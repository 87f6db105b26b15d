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

// Place writes an output with what write writes, making folders as needed, and returns the
// SHA-256 of its bytes. What was at the path stays until write has returned nil and the
// file is complete. A symbolic link at the path is replaced, not followed. The error wraps
// locate.ErrDirectory for a folder, and the error of write.
func (o *Files) Place(name string, write func(io.Writer) error) (sha string, err error) {
	return o.place(name, func(d *file.Draft) (string, error) {
		h := sha256.New()
		err := write(io.MultiWriter(d, h))
		return hex.EncodeToString(h.Sum(nil)), err
	})
}

// PlaceCopy is Place with the bytes of an object, which it verifies: the error is an
// *objects.CorruptError for a damaged one, and matches fs.ErrNotExist if there is none. If
// the file system can, output and object share blocks; they are never the same file, so
// editing an output harms no artifact.
func (o *Files) PlaceCopy(name, sha string) error {
	_, err := o.place(name, func(d *file.Draft) (string, error) {
		src, err := o.in.Store.File(sha)
		if err != nil {
			return "", err
		}
		defer src.Close()
		h := sha256.New()
		if file.Clone(d.File, src) {
			err = file.Copy(h, d.File) // the clone was not read, so its hash is not known
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

// place publishes what fill writes. Fill returns its SHA-256.
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

// placedAs caches the hash of what was just published.
func (o *Files) placedAs(name string, at *locate.Spot, sha string) error {
	info, err := at.Dir.Lstat(at.Base)
	if err != nil {
		return err
	}
	// Racy whatever the clock says: between the rename and this look, another file may have
	// taken the name.
	entry := stat.Entry{Stamp: stat.StampOf(info), Racy: true}
	if _, err := hex.Decode(entry.SHA[:], []byte(sha)); err != nil {
		return err
	}
	o.cache.Put(name, entry)
	return nil
}

// reserve keeps two callers from writing the same draft.
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

// draft begins the file of an output at its spot. The caller must close both.
func (o *Files) draft(name string) (*locate.Spot, *file.Draft, error) {
	o.dirs.RLock()
	defer o.dirs.RUnlock()
	at, err := o.tree.Make(name)
	if err != nil {
		return nil, nil, err
	}
	// Check before converting a picture. What is no regular file is not replaced: whoever
	// put a pipe there reads from it.
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

// Remove removes an output, and then its folders if they are empty, since Place made them,
// but never the workspace's own. A missing output is no error. The error wraps
// locate.ErrDirectory for a folder.
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

// removeEmpty removes a folder and its parents as long as they are empty.
func (o *Files) removeEmpty(dir string) {
	o.dirs.Lock()
	defer o.dirs.Unlock()
	for ; dir != "."; dir = path.Dir(dir) {
		if info, err := o.in.Root.Lstat(dir); err != nil || !info.IsDir() {
			return // somebody has put a link in its place
		}
		if o.in.Root.Remove(dir) != nil {
			return // not empty
		}
	}
}
