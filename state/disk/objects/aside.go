package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"

	"gesso/state/disk/internal/file"
)

// asideDir is the folder of damaged bytes, in the store's folder. No object has its name.
const asideDir = "damaged"

// SetAside moves an object that does not match its name out of the way, and returns its new
// place, for messages. It reads and deletes nothing. If there is no such object, the error
// matches fs.ErrNotExist.
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
