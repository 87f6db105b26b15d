// Package savedplan is a plan in a file, which is a permission: whoever carries the
// file out does what it shows, as far as that is not done yet, and nothing else.
//
// # Promises
//
//   - What was written is read back as it was, but for what is sensitive: that, and
//     any token, is in no file.
//   - A file is read whole or refused: one that was cut, changed by a byte, written by
//     a newer gesso, or that is no plan, is one clear error, and none makes the reader
//     use more memory than a bound.
//   - A file is written at once and readable by its owner alone. No link is followed
//     and nothing is replaced that is not a plan file.
//   - Compare permits of another plan what the file shows: the same change, or a free
//     one on the way to the same picture. So a file can be carried out again after a
//     crash, and does what is left of it.
//
// # Not for
//
// It makes no plan and looks at no directory: who applies a file makes a plan of what
// there is now, with the file's options, and asks whether the file permits it. A
// checksum shows damage; it is no signature. Whoever can write the file can approve.
//
// # Example
//
//	err := savedplan.Write("release.plan", &savedplan.File{Plan: made, Files: digests})
//
//	saved, err := savedplan.Read("release.plan")
//	changed := saved.Changed(digestsNow)
//	differences := saved.Compare(madeNow)
package savedplan
