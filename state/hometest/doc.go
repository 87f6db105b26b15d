// Package hometest is the suite that every home of a workspace passes, at the level at which
// the program uses one: disk.Workspace. Machines, each with a folder of its own, work on one
// shelf; of a workspace without a home they all are processes in one folder.
//
// # Promises
//
//   - What passes Run excludes two who change, loses nothing that Append accepted when a
//     machine is killed, tells whoever comes next of it, and lets nobody who was taken over
//     from begin anything.
//   - Time is testing/synctest's where the kind says so: nothing waits for a clock.
//
// # Not for
//
// What a shelf promises, which shelftest asserts; damage and hostile logs, which are package
// home's; anything but tests.
//
// # Example
//
//	func TestMemory(t *testing.T) {
//		hometest.Run(t, hometest.Kind{Shelf: func(*testing.T) shelf.Shelf { return new(shelftest.Memory) }, Bubble: true})
//	}
package hometest

import (
	"testing"
	"testing/synctest"
	"time"

	"gesso/state/home/shelf"
)

// Kind is a way of keeping a workspace.
type Kind struct {
	Shelf  func(t *testing.T) shelf.Shelf // a new empty one; nil: the folder itself is the home
	Lease  time.Duration                  // 0 is the default one
	Bubble bool                           // the shelf waits for nothing outside, so each case runs in a synctest bubble
}

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
	{"the own folder knows that its run is dead", true, ownDead},
	{"two workspaces of a home", true, apart},
	{"a home that is another one", true, other},
	{"a home that has gone back", true, rolledBack},
	{"pictures come first", true, picturesFirst},
	{"many append at once", false, together},
	{"killed between any two steps", true, killedAnywhere},
	{"a copy with a changed bit", true, flipped},
}
