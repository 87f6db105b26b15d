package main

import (
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// becomeOrdinary begins this program anew without root's power to read and write
// what it may not, which all that it starts lacks too. It returns at once when
// permissions hold already, and otherwise only if that cannot be done.
func becomeOrdinary() error {
	held, err := unix.PrctlRetInt(unix.PR_CAPBSET_READ, unix.CAP_DAC_OVERRIDE, 0, 0, 0)
	if err != nil || held == 0 || os.Geteuid() != 0 {
		return err
	}
	runtime.LockOSThread() // the set of powers is the thread's, until it becomes the new program
	for _, power := range []uintptr{unix.CAP_DAC_OVERRIDE, unix.CAP_DAC_READ_SEARCH} {
		if err := unix.Prctl(unix.PR_CAPBSET_DROP, power, 0, 0, 0); err != nil {
			return err
		}
	}
	return syscall.Exec("/proc/self/exe", os.Args, os.Environ())
}
