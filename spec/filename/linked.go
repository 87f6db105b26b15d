package filename

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// ErrLinked is what a file is refused by that is there, and whose way leads out of the
// directory.
var ErrLinked = errors.New("it is reached through a symbolic link that is absolute or leads out of the directory; put the file itself there, or a relative link within the directory")

// Linked reports whether a path below a directory, which an os.Root refused, leads
// elsewhere.
func Linked(dir, name string) bool {
	base, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return false
	}
	real, err := filepath.EvalSymlinks(filepath.Join(dir, filepath.FromSlash(name)))
	return err == nil && real != filepath.Join(base, filepath.FromSlash(name))
}

// Reached is the error of an operation of an os.Root, or ErrLinked where it is that: the
// root's own words are for programmers.
func Reached(dir, name string, err error) error {
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) && Linked(dir, name) {
		return ErrLinked
	}
	return err
}
