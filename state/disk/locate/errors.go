package locate

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// ErrDirectory is wrapped if an output's path is a folder.
var ErrDirectory = errors.New("is a directory")

// ErrIrregular is wrapped if a pipe, a device or the like lies in a file's place. It is
// never opened: that could block for ever.
var ErrIrregular = errors.New("is not a regular file")

// ForbiddenError is a path at which no output may lie: it leaves the workspace, lacks the
// extension of a picture, or lies in a folder of gesso or git, perhaps by another name or
// through a link. Nothing there is read or changed.
type ForbiddenError struct {
	Path string // as declared or recorded
	Why  string // a phrase that can follow the path
}

func (e *ForbiddenError) Error() string {
	return fmt.Sprintf("%q cannot be an output: it %s", e.Path, e.Why)
}

// LinkError is a symbolic link in an output's path that cannot be followed. It matches
// fs.ErrNotExist if the link leads nowhere.
type LinkError struct {
	Link string // relative to the workspace, slash-separated
	Err  error
}

func (e *LinkError) Error() string {
	switch {
	case errors.Is(e.Err, fs.ErrNotExist):
		return e.Link + " is a symbolic link that leads nowhere"
	case errors.Is(e.Err, fs.ErrPermission), errors.Is(e.Err, syscall.ELOOP):
		return fmt.Sprintf("%s is a symbolic link that cannot be followed: %v", e.Link, e.Err)
	}
	return fmt.Sprintf("%s is a symbolic link that is absolute or leads out of the directory: %v", e.Link, e.Err)
}

func (e *LinkError) Unwrap() error { return e.Err }
