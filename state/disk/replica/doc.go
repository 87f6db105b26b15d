// Package replica keeps this machine's copy of a workspace whose home is elsewhere: the
// files that a workspace without one has (state, ledger, journal), updated from the home's
// log, and a file with the position that they have reached.
//
// # Promises
//
//   - The home is authoritative. The copy is the result of some beginning of the log, and is
//     never behind its position, which is written last. Anything beyond that, as from a
//     killed run, is cut off and read again.
//   - A killed process leaves a copy that the next one repairs. A damaged copy is refused by
//     name; removing its folder makes gesso fetch a new one from the home, and loses
//     nothing.
//   - Everything that comes from the home is checked before it is written: frames by their
//     checksums, events and entries by what they must have, lengths by limits.
//   - A copy of one home is never mixed with another home, see home.OtherError.
//   - If there is nothing new, nothing is written.
//
// # Not for
//
// What the files mean and how they are folded, which package disk knows. The caller must
// ensure that one process at a time changes the copy.
//
// # Example
//
//	r := replica.At(root, ".gesso/home/default", "this folder", h)
//	err := r.Pull(ctx)                               // to look
//	run, err := r.Begin(ctx, holder, home.Waiting{}) // to change something
//	before, err := run.Append(lines)
//	err = run.Folded()
//	err = run.End()
package replica
