package file

import (
	"os"

	"golang.org/x/sys/unix"
)

// Clone makes dst share the blocks of src (btrfs, XFS, bcachefs), so that an output takes
// no extra space, and reports whether it could. Unlike with a hard link, editing one does
// not change the other.
func Clone(dst, src *os.File) bool {
	to, err := dst.SyscallConn() // Fd would change the files to blocking mode
	if err != nil {
		return false
	}
	from, err := src.SyscallConn()
	if err != nil {
		return false
	}
	cloned := false
	err = to.Control(func(dst uintptr) {
		_ = from.Control(func(src uintptr) { cloned = unix.IoctlFileClone(int(dst), int(src)) == nil })
	})
	return cloned && err == nil
}
