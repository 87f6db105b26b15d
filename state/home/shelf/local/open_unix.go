//go:build unix

package local

import "syscall"

// nonBlock makes opening a pipe return at once.
const nonBlock = syscall.O_NONBLOCK

const (
	errQuota = syscall.EDQUOT
	errStale = syscall.ESTALE // a share was removed and came back
)
