// Package records is what a user does to what is recorded, without a plan: records are
// chosen, stand under other addresses, are forgotten.
//
// Its promises:
//
//   - Nothing is paid for, and no output is touched.
//   - What is forgotten is the record alone: its output stays, its picture is in the
//     store and the ledger, and a call that is open stays known.
//   - What cannot be done as a whole is not begun: an address that is taken, or that is
//     none, is a *RefusedError, and what names nothing is an error of package selection.
//   - Changes are events, as those of a run: Move and Forget only say which, and Record
//     writes them down, after it has kept a copy of the state.
//
// It is not for what a configuration can say: a moved block or a removed one is shown
// by a plan first, and is done by everybody who applies.
//
//	events, err := records.Move(loaded.State, "image.hero", "image.villain", time.Now())
//	copied, err := records.Record(workspace, loaded, events, "state-mv", time.Now())
package records
