// Package merge makes one state of two that went apart: of two branches and what they
// began from (Three), or of the lines of both as git's union leaves them (Lines).
//
// # Promises
//
//   - It is symmetric: which of the two is ours decides nothing. So two people who
//     merge each other's branch have the same state.
//   - It depends on what is recorded, and on nothing else: no clock, no order of lines.
//   - No picture that was paid for is forgotten. Where both sides recorded another one
//     for an address, one of them is its picture and the other one a rival of it
//     (state.Rival), which whoever wants its request takes for nothing. What one side
//     changed and the other one removed stays.
//   - Of the pictures that an address could have, it gets the one that others were made
//     from: nothing that fits is made unfit.
//   - A call that is open on either side is open, unless the other side knows its end.
//   - What both sides changed ends the same in Lines, which does not know what they
//     began from, as in Three.
//
// # Not for
//
// It reads no files and knows no configuration: what of the result is wanted is the
// next plan's to say. Records are taken as they are checked by those who read them.
//
// # Example
//
//	merged := merge.Three(base, ours, theirs)
//	data, err := text.Format(state.New(merged.Records))
package merge
