// Package shelftest has what tests of shelves and of homes need: a shelf in memory, shelves
// with faults, and the suite that every kind of shelf passes.
//
// # Promises
//
//   - A shelf that passes Run keeps the promises of package shelf, as far as one process can
//     tell.
//   - A fault happens to exactly those calls that the test chooses.
//
// # Not for
//
// Anything but tests.
//
// # Example
//
//	func TestShelf(t *testing.T) {
//		shelftest.Run(t, func(t *testing.T) shelf.Shelf { return new(shelftest.Memory) })
//	}
//
//	lossy := shelftest.WithFaults(s, func(c shelftest.Call) shelftest.Fault {
//		if c.Op == shelftest.Create && c.N == 3 {
//			return shelftest.Lose
//		}
//		return shelftest.None
//	})
package shelftest
