//go:build !unix

package local

import "syscall"

const nonBlock = 0

const (
	errQuota = syscall.ENOSPC // there is no other
	errStale = syscall.EIO
)
