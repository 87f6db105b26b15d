package command

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

// TestLimitGivesWay: after many collections the limit is lifted, as a large project would do
// nothing but collect otherwise.
func TestLimitGivesWay(t *testing.T) {
	percent, before := debug.SetGCPercent(garbage), debug.SetMemoryLimit(-1)
	defer func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(before) }()
	pace()
	if got := debug.SetMemoryLimit(-1); got != limit {
		t.Fatalf("the limit is %d", got)
	}
	for debug.SetMemoryLimit(-1) == limit { // for ever, if it stays
		runtime.GC()
	}
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Errorf("the limit became %d", got)
	}
}
