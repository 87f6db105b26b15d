package folder

import (
	"bytes"
	"errors"
)

// ErrPointer is what a file that git lfs has not fetched is read as: what stands in its
// place is three lines about it, which nobody means to have in a prompt, or hashed.
var ErrPointer = errors.New("it is a Git LFS pointer; git lfs pull fetches the file")

// maxPointer is the size of the largest Git LFS pointer, in bytes.
const maxPointer = 1024

// IsPointer reports whether the content of a file is a Git LFS pointer. See the
// specification of Git LFS, docs/spec.md.
func IsPointer(content []byte) bool {
	return len(content) <= maxPointer && bytes.HasPrefix(content, []byte("version https://git-lfs.github.com/spec/v1")) &&
		bytes.Contains(content, []byte("\noid sha256:"))
}
