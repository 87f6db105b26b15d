package outputs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"gesso/state/disk/internal/file"
	"gesso/state/disk/locate"
)

// AsideDir is the folder of pictures that failed a condition, at the paths of the outputs
// that they did not become. It is relative to the configuration's folder.
func (o *Files) AsideDir() string { return o.in.Aside }

// asidePath returns where the picture of an output lies aside.
func (o *Files) asidePath(name string) (string, error) {
	clean, err := locate.Path(name)
	return path.Join(o.in.Aside, clean), err
}

// SetAside writes a picture that must not become the output of a path, so that somebody can
// look at it. It is a copy: deleting it loses nothing. The previous file stays until write
// has returned nil and the file is complete.
func (o *Files) SetAside(name string, write func(io.Writer) error) error {
	aside, err := o.asidePath(name)
	if err != nil {
		return err
	}
	release, err := o.reserve(aside)
	if err != nil {
		return err
	}
	defer release()
	if err := o.in.Prepare(); err != nil {
		return err
	}
	if err := o.in.Root.MkdirAll(path.Dir(aside), 0o755); err != nil {
		return err
	}
	d, err := file.NewDraft(o.in.Root, file.TempName(aside), 0o644)
	if err != nil {
		return err
	}
	defer d.Discard()
	if err := write(d); err != nil {
		return err
	}
	return d.Publish(aside)
}

// HasAside reports whether something lies aside for an output and is the newest: a
// left-over draft of a killed process says that it is old.
func (o *Files) HasAside(name string) bool {
	aside, err := o.asidePath(name)
	if err != nil {
		return false
	}
	if _, err := o.in.Root.Lstat(file.TempName(aside)); err == nil {
		return false
	}
	info, err := o.in.Root.Lstat(aside)
	return err == nil && info.Mode().IsRegular()
}

// ClearAside removes what lies aside for an output, also unfinished, and the folders that
// are then empty. It is no error if there is nothing.
func (o *Files) ClearAside(name string) error {
	aside, err := o.asidePath(name)
	if err != nil {
		return err
	}
	for _, name := range []string{file.TempName(aside), aside} {
		if err := o.in.Root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing what lay aside: %w", err)
		}
	}
	for dir := path.Dir(aside); dir != path.Dir(o.in.Aside); dir = path.Dir(dir) {
		if o.in.Root.Remove(dir) != nil {
			break // not empty
		}
	}
	return nil
}
