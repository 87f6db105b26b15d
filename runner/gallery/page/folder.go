package page

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"gesso/runner/gallery"
)

// WriteFolder writes a gallery into a folder: index.html, gallery.css and gallery.js, with
// thumbs/SHA.jpg and previews/SHA.jpg beside them. It makes the folder if needed and
// replaces files of these names. The caller has checked that an existing index is ours (see
// Mark). Pictures of an earlier gallery stay.
func WriteFolder(dir string, g *gallery.Gallery, f Form, p Pictures) error {
	for _, sub := range []string{"thumbs", "previews"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
			return fmt.Errorf("making the gallery's folder: %w", err)
		}
	}
	s := sheet{gallery: g, form: f, absent: map[string]bool{}}
	s.form.Previews = map[string]bool{}
	for _, sha := range Thumbs(g) {
		found, err := beside(dir, "thumbs", sha, p.Thumb)
		if err != nil {
			return err
		}
		s.absent[sha] = !found
		if f.Previews[sha] {
			if s.form.Previews[sha], err = beside(dir, "previews", sha, p.Preview); err != nil {
				return err
			}
		}
	}
	for _, name := range []string{"gallery.css", "gallery.js"} {
		data, err := Asset(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			return fmt.Errorf("writing the gallery's folder: %w", err)
		}
	}
	return s.index(filepath.Join(dir, "index.html"))
}

// beside writes a picture's file unless the same one is there, so that a server or a copy of the folder
// need not transfer it again. It reports false if there is no such picture.
func beside(dir, kind, sha string, from func(string) ([]byte, error)) (bool, error) {
	data, err := from(sha)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("the picture %s: %w", sha, err)
	}
	name := filepath.Join(dir, kind, attribute(sha)+".jpg")
	if there, err := os.ReadFile(name); err == nil && bytes.Equal(there, data) {
		return true, nil
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		return false, fmt.Errorf("writing the gallery's folder: %w", err)
	}
	return true, nil
}

// index writes the index, last of all: it refers to the other files.
func (s *sheet) index(name string) error {
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("writing the gallery's folder: %w", err)
	}
	defer file.Close() // the Close below reports errors
	w := newWriter(file)
	if err := s.write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}
