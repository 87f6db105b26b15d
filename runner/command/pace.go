package command

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A command is short-lived and makes little garbage: most of what it allocates is needed until
// its end. So the garbage collector runs only when there is twice as much garbage as live
// objects.
const garbage = 200 // percent of the live objects

// A command that is frugal collects nothing until it reaches a limit within which ten thousand
// images are planned, and then as often as it takes to stay there. Where most of that is live,
// each collection frees little and comes soon after the last: after a few of them the limit is
// lifted.
const (
	limit    = 60 << 20 // bytes of the Go runtime, without the program's file
	tight    = 36 << 20 // bytes of live objects that leave too little below the limit
	maxTight = 4        // collections that leave as much before the limit is lifted
)

// Frugal keeps the process within a limit of memory, at the price of some processor time. It is
// for a command that lets go of much before it needs more.
func Frugal() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(limit)
	runtime.AddCleanup(new(cycle), collected, 0)
}

// cycle is an object that the next collection finds unused: the runtime has no callback for
// collections. It has a pointer because pointer-free objects may share a block with others
// that are still in use.
type cycle struct{ _ *cycle }

// collected is called after a collection, with how many before it have left too much.
func collected(before int) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	if metrics.Read(live); live[0].Value.Uint64() > tight {
		before++
	}
	if before == maxTight {
		debug.SetGCPercent(garbage)
		debug.SetMemoryLimit(math.MaxInt64)
		return
	}
	runtime.AddCleanup(new(cycle), collected, before)
}
