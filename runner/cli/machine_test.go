package cli_test

import (
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"gesso/runner/cli"
)

// The machine that gesso runs on in a test can be a bad one. Scripts set these
// variables to say how.
const (
	clockVariable    = "GESSO_TEST_CLOCK"    // wild: the wall clock jumps back and forth
	diskVariable     = "GESSO_TEST_DISK"     // N: no file grows beyond N bytes, as on a full disk
	filesVariable    = "GESSO_TEST_FILES"    // N: at most N files are open at once
	ordinaryVariable = "GESSO_TEST_ORDINARY" // 1: permissions hold for root too
	boundsVariable   = "GESSO_TEST_BOUNDS"   // small: of downloads, to what a test has time for
)

var machineVariables = []string{clockVariable, diskVariable, filesVariable, ordinaryVariable, boundsVariable}

// exitMachine is the exit code of a gesso whose machine cannot be so bad.
const exitMachine = 97

// onMachine changes the process, and what gesso is told, as the variables say.
func onMachine(env *cli.Env) {
	if os.Getenv(ordinaryVariable) == "1" && os.Geteuid() == 0 {
		fmt.Fprintln(os.Stderr, "permissions do not hold for root here:", becomeOrdinary())
		os.Exit(exitMachine)
	}
	if limit, err := strconv.ParseUint(os.Getenv(diskVariable), 10, 64); err == nil {
		signal.Ignore(syscall.SIGXFSZ) // so that the write fails instead
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			fmt.Fprintln(os.Stderr, "files cannot be limited here:", err)
			os.Exit(exitMachine)
		}
	}
	if limit, err := strconv.ParseUint(os.Getenv(filesVariable), 10, 64); err == nil {
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			fmt.Fprintln(os.Stderr, "open files cannot be limited here:", err)
			os.Exit(exitMachine)
		}
	}
	if os.Getenv(clockVariable) == "wild" {
		env.Now = wildClock()
	}
	if os.Getenv(boundsVariable) == "small" {
		env.PictureBytes, env.Stall = 1<<20, 500*time.Millisecond
	}
}

// wildClock returns a wall clock that is somewhere else at each look.
func wildClock() func() time.Time {
	jumps := []time.Duration{0, -48 * time.Hour, 300 * 24 * time.Hour, -time.Second, 20 * 365 * 24 * time.Hour, time.Hour}
	var looks atomic.Int64
	return func() time.Time {
		return time.Now().Round(0).Add(jumps[int(looks.Add(1))%len(jumps)])
	}
}
