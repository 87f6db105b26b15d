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
