// Package replica keeps this machine's copy of a workspace whose home is elsewhere: the
// files that a workspace without one has (state, ledger, journal), brought up to date from
// the home's log, and a file that says how far.
//
// # Promises
//
//   - The home is the truth. What the copy has is what some beginning of the log comes to,
//     and it is never behind what its position says: that is written after what it tells
//     of. What lies there besides, as of a run that was killed, is cut off and read again.
//   - A killed process leaves a copy that the next one mends. One that was damaged is
//     refused by name; who removes its folder gets a new one from the home, and loses
//     nothing.
//   - Everything that comes from the home is checked before it is written: frames by their
//     checksums, events and entries by what they must have, lengths by limits.
//   - A copy of one home is never mixed with another home, see home.OtherError.
//   - Where there is nothing new it writes nothing.
//
// # Not for
//
// What the files mean and how they are folded is package disk's. It is for the caller
// to see to that one process at a time changes the copy.
//
// # Example
//
//	r := replica.At(root, ".gesso/home/default", "this folder", h)
//	err := r.Pull(ctx)                               // for whoever only looks
//	run, err := r.Begin(ctx, holder, home.Waiting{}) // and for whoever changes something
//	before, err := run.Append(lines)
//	err = run.Folded()
//	err = run.End()
package replica
