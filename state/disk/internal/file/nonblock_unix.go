//go:build unix

package file

import "syscall"

// NonBlock makes opening a pipe return at once. Of a regular file it changes
// nothing.
const NonBlock = syscall.O_NONBLOCK
