// Package locate finds where outputs lie, or may be placed: below the folder of a
// configuration, wherever symbolic links lead.
//
// # Promises
//
//   - No path, whoever wrote it, leads to a file that may not be an output, be it by its
//     text (spec/filename) or by its links.
//   - Operations on a Spot happen in the folder that was checked, whatever is put in its
//     way meanwhile.
//   - What is no file (a pipe, a device, a folder) is never waited for.
//   - A Survey writes nothing.
//
// # Not for
//
// What an output contains, and when it is replaced or removed: see package outputs.
//
// # Example
//
//	tree := locate.New(root, ".gesso", ".git")
//	clean, err := locate.Path("images/fox.png")
//	spot, err := tree.Make(clean)
//	defer spot.Close()
//	f, err := spot.Dir.Create(spot.Base)
package locate
