package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"

	"gesso/state/disk/internal/file"
)

// asideDir is where damaged bytes lie, in the store's folder: no object's name leads
// there.
const asideDir = "damaged"

// SetAside takes bytes that are not what their name says out of the way and returns
// where they are now, for messages. Nothing is read or deleted. What is not there is an
// error that matches fs.ErrNotExist.
func (s *Store) SetAside(sha string) (string, error) {
	name, err := s.path(sha)
	if err != nil {
		return "", err
	}
	dir := path.Join(s.base, asideDir)
	if err := file.MakeDir(s.root, dir); err != nil {
		return "", fmt.Errorf("setting a damaged object aside: %w", err)
	}
	for n := 1; ; n++ {
		aside := sha
		if n > 1 {
			aside += "." + strconv.Itoa(n)
		}
		if _, err := s.root.Lstat(path.Join(dir, aside)); err == nil {
			continue
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("setting a damaged object aside: %w", err)
		}
		if err := s.root.Rename(name, path.Join(dir, aside)); err != nil {
			return "", fmt.Errorf("setting a damaged object aside: %w", err)
		}
		return path.Join(s.shown, asideDir, aside), errors.Join(file.SyncDir(s.root, path.Dir(name)), file.SyncDir(s.root, dir))
	}
}
