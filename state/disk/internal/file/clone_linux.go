package file

import (
	"os"

	"golang.org/x/sys/unix"
)

// Clone makes dst share the blocks of src (btrfs, XFS, bcachefs), so that an
// output takes no room beside its object, and reports whether it could. Unlike
// a hard link the two stay different files: an edit of one is not the other's.
func Clone(dst, src *os.File) bool {
	to, err := dst.SyscallConn() // Fd would change how the files are read, by calls of its own
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
