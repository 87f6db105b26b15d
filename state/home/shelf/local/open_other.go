//go:build !unix

package local

import "syscall"

const nonBlock = 0

const (
	errQuota = syscall.ENOSPC // this system has no other
	errStale = syscall.EIO
)
