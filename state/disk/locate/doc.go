// Package locate finds where outputs lie, or may be placed: below the folder of a
// configuration, wherever symbolic links lead.
//
// # Promises
//
//   - A path, whoever wrote it, leads to no file at which no output may lie: by its
//     text (spec/filename), and by what its links lead to.
//   - What is done through a Spot happens in the folder that was looked at, whatever
//     is put in its way meanwhile.
//   - What is no file (a pipe, a device, a folder) is never waited for.
//   - A Survey looks, and writes nothing.
//
// # Not for
//
// What an output holds, and when it is replaced or removed: that is package outputs'.
//
// # Example
//
//	tree := locate.New(root, ".gesso", ".git")
//	clean, err := locate.Path("images/fox.png")
//	spot, err := tree.Make(clean)
//	defer spot.Close()
//	f, err := spot.Dir.Create(spot.Base)
package locate
