//go:build unix

package local

import "syscall"

// nonBlock makes opening a pipe that somebody put there return at once.
const nonBlock = syscall.O_NONBLOCK

const (
	errQuota = syscall.EDQUOT
	errStale = syscall.ESTALE // a share that was taken away and came back
)
