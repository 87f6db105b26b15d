//go:build unix

package file

import "syscall"

// NonBlock makes opening a pipe return at once. It has no effect on regular files.
const NonBlock = syscall.O_NONBLOCK
