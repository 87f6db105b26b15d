// Package outputs keeps the files that users asked for, at the paths of their
// configuration. They can be made again from the store, so they are written whole or
// not at all, but not synced.
//
// # Promises
//
//   - Until the new file is whole, what was at a path stays. Output and object are
//     never the same file, so that editing an output harms no artifact.
//   - Paths are slash-separated and relative to the configuration's folder. One at
//     which no output may lie, by its text or through symbolic links, is refused with
//     a *locate.ForbiddenError, whoever says that it is an output's: see locate.Path.
//   - An unchanged output is not read again, a changed one is noticed: see package stat.
//   - What failed a condition is set aside under the path of the output that it did
//     not become, and touches no output.
//
// # Not for
//
// Which picture an output is to have, what it is converted to, and when it may be
// replaced or removed: that is the runner's.
//
// # Example
//
//	files := outputs.Open(outputs.Setting{Root: root, Store: store, Stat: ".gesso/stat", ...})
//	sha, err := files.Place("images/fox.png", func(w io.Writer) error { ... })
//	status, err := files.Check("images/fox.png", sha) // outputs.Same
//	err = files.Flush()
package outputs
