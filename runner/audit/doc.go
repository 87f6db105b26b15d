// Package audit accounts for everything that was ever paid for in a directory:
// what is stored, what is still to be collected, what is in doubt, given up, lost,
// what was accepted and brought no picture, and what was paid for twice.
//
// Its promises:
//
//   - Every picture and every call of the ledger and the state is counted once.
//   - Stored is only what was read, every byte, and has its hash.
//   - Converted is what only an output has, in another format: it is not lost, as
//     in a clone.
//   - Double is only what nobody decided to buy again.
//
// It changes nothing, asks no provider and knows no configuration: what is to be
// done about its findings is for apply and resolve.
//
//	found, err := audit.Make(workspace, recorded)
//	if err == nil && !found.Sound() {
//		…
//	}
package audit
