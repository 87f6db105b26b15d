package hometest

import (
	"testing"
	"testing/synctest"
)

// Run runs the suite.
func Run(t *testing.T, k Kind) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.shared && k.Shelf == nil {
				t.Skip("one folder is one machine")
			}
			if !k.Bubble {
				c.test(newTeam(t, k))
				return
			}
			synctest.Test(t, func(t *testing.T) { c.test(newTeam(t, k)) })
		})
	}
}

var cases = []struct {
	name   string
	shared bool // it needs a home elsewhere
	test   func(*team)
}{
	{"one at a time", false, oneAtATime},
	{"what one appends another one reads", false, follows},
	{"what a killed one has appended", false, killed},
	{"a run that goes on after many", false, manyRuns},
	{"a ledger and a history", false, complete},
	{"ten thousand records", false, large},
	{"a second look asks once and writes nothing", true, quiet},
	{"whoever is taken over from stops", true, deposed},
	{"taken over from in the midst of a batch", true, deposedAmidst},
	{"answers that are lost", true, lostAnswers},
	{"interrupted where the home does not answer", true, interrupted},
	{"the own folder knows that its run is dead", true, ownDead},
	{"two workspaces of a home", true, apart},
	{"a workspace that is deleted", true, deleted},
	{"a home that is another one", true, other},
	{"a home that has gone back", true, rolledBack},
	{"pictures come first", true, picturesFirst},
	{"many append at once", false, together},
	{"killed between any two steps", true, killedAnywhere},
	{"a copy with a changed bit", true, flipped},
}
