package command

import (
	"math"
	"runtime"
	"runtime/debug"
)

// A command lives for a moment and makes little garbage: most of what is allocated is needed
// until its end. So memory is collected seldom: when there is twice as much garbage as what is
// needed, or when the process comes to the limit within which it plans ten thousand images.
const (
	garbage = 200      // percent of what is needed
	limit   = 59 << 20 // bytes, beside those of the program's file
)

// mostTight is how often memory is collected before the limit is lifted: what needs about as
// much as that, or more, would be collected all the time. Ten thousand images need some dozen.
const mostTight = 16

// pace says when memory is collected.
func pace() {
	debug.SetGCPercent(garbage)
	debug.SetMemoryLimit(limit)
	count(0)
}

// cycle is what the next collection finds unused. It has a pointer, since what has none may
// lie in one piece with others that are in use.
type cycle struct{ _ *cycle }

// count counts the collections, of which nothing else tells.
func count(n int) {
	if n == mostTight {
		debug.SetMemoryLimit(math.MaxInt64)
		return
	}
	runtime.AddCleanup(new(cycle), count, n+1)
}
