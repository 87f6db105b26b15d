package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// clocksMove is "yes" in a program whose package time knows clockVariable: .ci/storm builds
// it so.
var clocksMove string

// clockVariable tells a gesso how wrong its clock is: by how many seconds, by how many once
// it has run for so many milliseconds, and for how many. What time has gone by it measures
// right, as with any clock that is set.
const clockVariable = "GESSO_STORM_CLOCK"

// clock is how wrong a machine's clock is. The zero clock is right.
type clock struct {
	first, then time.Duration // it is ahead by
	after       time.Duration // a gesso has begun, it is set
}

// wrongBy are the orders of magnitude by which clocks are wrong.
var wrongBy = []time.Duration{time.Second, time.Minute, time.Hour, 24 * time.Hour, 300 * 24 * time.Hour}

// drawClock draws a clock: right ones, wrong ones, and some that are set while gesso works.
func drawClock(rng *rand.Rand) (c clock) {
	if rng.IntN(3) > 0 {
		c.first = drawError(rng)
	}
	if c.then = c.first; rng.IntN(3) == 0 {
		c.then, c.after = drawError(rng), time.Duration(rng.IntN(1500))*time.Millisecond
	}
	return c
}

func drawError(rng *rand.Rand) time.Duration {
	by := time.Duration(rng.IntN(60)) * wrongBy[rng.IntN(len(wrongBy))]
	if rng.IntN(2) == 0 {
		return -by
	}
	return by
}

func (c clock) String() string {
	if c.first == c.then {
		return fmt.Sprintf("a clock that is %v ahead", c.first)
	}
	return fmt.Sprintf("a clock that is %v ahead, and %v after %v", c.first, c.then, c.after)
}

// environ is what a gesso has in its environment whose clock it is.
func (c clock) environ() string {
	return fmt.Sprintf("%s=%d,%d,%d", clockVariable, int64(c.first.Seconds()), int64(c.then.Seconds()), c.after.Milliseconds())
}
