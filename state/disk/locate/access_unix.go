//go:build unix

package locate

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// access returns why the user cannot create files in an open folder, or nil.
func access(dir *os.File) error {
	err := unix.Faccessat(int(dir.Fd()), ".", unix.W_OK|unix.X_OK, unix.AT_EACCESS)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) {
		return err
	}
	return nil
}
