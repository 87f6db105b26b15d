//go:build unix

package disk

import "syscall"

// nonBlock makes opening a pipe return at once. Of a regular file it changes
// nothing.
const nonBlock = syscall.O_NONBLOCK
