package command

import (
	"math"
	"runtime"
	"runtime/debug"
)

// A command is short-lived and makes little garbage: most of what it allocates is needed until
// its end. So the garbage collector runs seldom: when there is twice as much garbage as live
// memory, or when the process reaches a limit within which ten thousand images are planned.
const (
	garbage = 200      // percent of the live memory
	limit   = 59 << 20 // bytes of the Go runtime, without the program's file
)

// maxTight is how many collections may run before the limit is lifted. A process whose live
// memory is close to the limit, or above it, would collect all the time otherwise. Planning
// ten thousand images needs about a dozen.
const maxTight = 16

// pace sets when the garbage collector runs.
func pace() {
	debug.SetGCPercent(garbage)
	debug.SetMemoryLimit(limit)
	count(0)
}

// cycle is an object that the next collection finds unused. It has a pointer because the
// runtime may put pointer-free objects into one block with others that are still in use.
type cycle struct{ _ *cycle }

// count counts the collections through a cleanup, as the runtime has no callback for them.
func count(n int) {
	if n == maxTight {
		debug.SetMemoryLimit(math.MaxInt64)
		return
	}
	runtime.AddCleanup(new(cycle), count, n+1)
}
