// Package outputs keeps the files that users asked for, at the paths of their
// configuration. They can be made again from the store, so they are written completely or
// not at all, but not synced.
//
// # Promises
//
//   - What was at a path stays until the new file is complete. Output and object are never
//     the same file, so editing an output harms no artifact.
//   - Paths are slash-separated and relative to the configuration's folder. A path at which
//     no output may lie, by its text or through symbolic links, is refused with a
//     *locate.ForbiddenError, whoever supplies it: see locate.Path.
//   - An unchanged output is not read again, and a changed one is noticed: see package stat.
//   - A picture that failed a condition is set aside under the path of the output that it
//     did not become, and touches no output.
//
// # Not for
//
// Which picture an output has, what it is converted to, and when it may be replaced or
// removed: the runner decides that.
//
// # Example
//
//	files := outputs.Open(outputs.Setting{Root: root, Store: store, Stat: ".gesso/stat", ...})
//	sha, err := files.Place("images/fox.png", func(w io.Writer) error { ... })
//	status, err := files.Check("images/fox.png", sha) // outputs.Same
//	err = files.Flush()
package outputs
