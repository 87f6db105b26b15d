package file

import (
	"os"

	"golang.org/x/sys/unix"
)

// Clone makes dst share the blocks of src (btrfs, XFS, bcachefs), so that an
// output takes no room beside its object, and reports whether it could. Unlike
// a hard link the two stay different files: an edit of one is not the other's.
func Clone(dst, src *os.File) bool {
	return unix.IoctlFileClone(int(dst.Fd()), int(src.Fd())) == nil
}
