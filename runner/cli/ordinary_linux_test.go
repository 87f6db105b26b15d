package cli_test

import (
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// becomeOrdinary begins this program anew without root's power to read and write
// what it may not. It returns only if that cannot be done.
func becomeOrdinary() error {
	runtime.LockOSThread() // the set of powers is the thread's, until it becomes the new program
	for _, power := range []uintptr{unix.CAP_DAC_OVERRIDE, unix.CAP_DAC_READ_SEARCH} {
		if err := unix.Prctl(unix.PR_CAPBSET_DROP, power, 0, 0, 0); err != nil {
			return err
		}
	}
	if err := os.Setenv(ordinaryVariable, "done"); err != nil {
		return err
	}
	return syscall.Exec("/proc/self/exe", os.Args, os.Environ())
}
