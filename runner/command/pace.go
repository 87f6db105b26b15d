package command

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A command is short-lived and makes little garbage: most of what it allocates is needed until
// its end. So nothing is collected until the process reaches a limit within which ten thousand
// images are planned, and then as often as it takes to stay there. If so much is live that it
// would collect all the time, the limit is lifted.
const (
	limit   = 60 << 20 // bytes of the Go runtime, without the program's file
	tight   = 42 << 20 // bytes of live objects that lift the limit
	garbage = 200      // percent of the live objects, without the limit
)

// pace sets when the garbage collector runs.
func pace() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(limit)
	runtime.AddCleanup(new(cycle), collected, struct{}{})
}

// cycle is an object that the next collection finds unused: the runtime has no callback for
// collections. It has a pointer because pointer-free objects may share a block with others
// that are still in use.
type cycle struct{ _ *cycle }

// collected lifts the limit after a collection that has left too much.
func collected(struct{}) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	if metrics.Read(live); live[0].Value.Uint64() > tight {
		debug.SetGCPercent(garbage)
		debug.SetMemoryLimit(math.MaxInt64)
		return
	}
	runtime.AddCleanup(new(cycle), collected, struct{}{})
}
