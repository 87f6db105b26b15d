package provider

import (
	"errors"
	"slices"
	"syscall"
)

// OfMachine reports whether an error says that something of this machine is used
// up or cannot be written: its disk, its open files, its memory. No network and no
// provider is to blame, whatever the call was that it ended.
func OfMachine(err error) bool {
	return slices.ContainsFunc([]syscall.Errno{
		syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG, syscall.EROFS,
		syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOBUFS,
	}, func(number syscall.Errno) bool { return errors.Is(err, number) })
}
