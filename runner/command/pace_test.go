package command

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

// TestLimitGivesWay: when much is live after a collection, the limit is lifted, as a large
// project would do nothing but collect otherwise.
func TestLimitGivesWay(t *testing.T) {
	percent, before := debug.SetGCPercent(garbage), debug.SetMemoryLimit(-1)
	defer func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(before) }()
	Frugal()
	if got := debug.SetMemoryLimit(-1); got != limit {
		t.Fatalf("the limit is %d", got)
	}
	live := make([]byte, tight)
	for debug.SetMemoryLimit(-1) == limit { // for ever, if it stays
		runtime.GC()
	}
	runtime.KeepAlive(live)
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Errorf("the limit became %d", got)
	}
}
