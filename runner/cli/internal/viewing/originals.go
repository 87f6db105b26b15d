package viewing

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"gesso/runner/picture"
	"gesso/runner/thumbs"
)

// original returns a function that links to pictures below the configuration's directory.
// It links only from a page that lies there too: other links would reveal names of folders.
func (s *scene) original() func(sha string) string {
	at := s.output.page(s.app).Name
	switch {
	case s.output.file == "-":
		return nil
	case s.output.dir != "":
		at = filepath.Join(s.output.folder(s.app).Name, "index.html")
	}
	up, inside := wayUp(s.app.Dir, filepath.Dir(at))
	if !inside {
		fmt.Fprintln(s.app.Err, "gesso: note: the page lies outside of the directory, and links to no pictures there: -dir=DIR -originals=copy puts them beside it")
		return nil
	}
	return func(sha string) string {
		name := s.originals.Path(sha)
		if name == "" {
			return ""
		}
		return link(path.Join(up, name))
	}
}

// wayUp returns the relative path from a folder to a directory that contains it.
func wayUp(dir, folder string) (string, bool) {
	dir, folder = real(dir), real(folder)
	rel, err := filepath.Rel(dir, folder)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	up, err := filepath.Rel(folder, dir)
	return filepath.ToSlash(up), err == nil
}

// real resolves the links in a folder's path, even if the folder does not exist yet.
func real(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		name = abs
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	if parent, err := filepath.EvalSymlinks(filepath.Dir(name)); err == nil {
		return filepath.Join(parent, filepath.Base(name))
	}
	return name
}

// link converts a relative path to a URL.
func link(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	if strings.Contains(parts[0], ":") {
		parts = append([]string{"."}, parts...)
	}
	return strings.Join(parts, "/")
}

// copyOriginals copies the full pictures into a folder, and returns the link to each.
func (s *scene) copyOriginals(dir string) (map[string]string, error) {
	const sub = "originals"
	if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
		return nil, err
	}
	copied := map[string]string{}
	all, _ := thumbs.Shown(s.gallery)
	for _, sha := range all {
		for from, want := range s.originals.Copies(sha) {
			name, err := copyOriginal(filepath.Join(dir, sub, sha), from, want)
			if err != nil {
				return nil, fmt.Errorf("copying the picture %s: %w", sha, err)
			}
			if name != "" {
				copied[sha] = path.Join(sub, filepath.Base(name))
				break
			}
		}
	}
	return copied, nil
}

// copyOriginal copies a picture whose bytes must have the hash want, and returns its name,
// or "" if the bytes have another hash or are no picture.
func copyOriginal(name string, from io.ReadCloser, want string) (_ string, err error) {
	defer from.Close()
	to, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", err
	}
	head := &heading{}
	hash := sha256.New()
	_, readErr := io.Copy(io.MultiWriter(to, hash, head), from)
	if err := to.Close(); err != nil {
		return "", err
	}
	info, _ := picture.Inspect(bytes.NewReader(head.data), 0)
	if hex.EncodeToString(hash.Sum(nil)) != want || info.Format == "" {
		if readErr != nil && info.Format != "" {
			return "", readErr // the disk is full, or cannot be read
		}
		return "", os.Remove(name)
	}
	extension := map[string]string{picture.PNG: ".png", picture.JPEG: ".jpg", picture.WebP: ".webp"}[info.Format]
	return name + extension, os.Rename(name, name+extension)
}

// heading keeps the beginning of what is written to it.
type heading struct{ data []byte }

func (h *heading) Write(data []byte) (int, error) {
	h.data = append(h.data, data[:min(len(data), max(0, 4096-len(h.data)))]...)
	return len(data), nil
}
