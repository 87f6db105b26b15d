package fault

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"gesso/runner/sandbox/internal/variant"
	"gesso/spec/near"
)

// Chances say how often each fault of Table strikes, by name. A number below 1 is a
// probability; N, from 1, is every N-th submission, call of /flux/tasks or download,
// whichever the fault is about; 0 is never. Whether a fault of a given probability
// strikes depends on the seed, on what is asked for, and on how often it was asked
// for: not on the time, and not on the order of requests.
type Chances struct {
	Seed    int
	Numbers map[string]float64
}

// Check says what is wrong with a number, for its author.
func (c Chances) Check() error {
	for _, name := range slices.Sorted(maps.Keys(c.Numbers)) {
		if _, known := findFault(name); !known {
			return fmt.Errorf("the sandbox has no fault %q%s", name, near.Clause(near.Word(name, faultNames())))
		}
		n := c.Numbers[name]
		if !(n >= 0) || n >= 1 && n != math.Trunc(n) || math.IsInf(n, 0) {
			return fmt.Errorf("the sandbox's fault %q has the number %g: below 1 it is a probability, from 1 on N is every N-th time", name, n)
		}
	}
	return nil
}

// Faults are what the chances come to.
func (c Chances) Faults() Faults {
	return Faults{Submit: c.submit, Poll: c.poll, Deliver: c.deliver}
}

// strikes reports whether a fault strikes the n-th of its kind. What is asked
// for, and how often it was, is the coin of a probability: two requests that
// race for a number are struck the same in whichever order they come.
func (c Chances) strikes(name string, n int, asked ...any) bool {
	number := c.Numbers[name]
	switch {
	case number <= 0:
		return false
	case number >= 1:
		return n%int(number) == 0
	}
	return variant.Of(c.Seed, name, asked).Chance() < number
}

func (c Chances) submit(sub Submission) Fate {
	var fate Fate
	for _, f := range catalog {
		if f.stage <= calling && c.strikes(f.name, sub.Number, sub.Identity, sub.Times) {
			fate.Merge(fateOf(f.name))
		}
	}
	return fate
}

func (c Chances) poll(number int) *Failure {
	for _, f := range catalog {
		if f.stage == polling && c.strikes(f.name, number, number) {
			return FailureOf(strings.TrimPrefix(f.name, "poll-"))
		}
	}
	return nil
}

func (c Chances) deliver(d Download) Parcel {
	for _, f := range catalog {
		if f.stage == delivering && c.strikes(f.name, d.Number, d.Name, d.Times) {
			return parcelOf(f.name)
		}
	}
	return Parcel{}
}
