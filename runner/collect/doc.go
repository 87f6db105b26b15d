// Package collect brings pictures that are paid for into the store: those of an accepted
// call, and those that were delivered before and are requested again.
//
// Its promises:
//
//   - It never buys: all its requests are free, and may be repeated.
//   - A picture that it returns is in the store, synced and decoded once. A broken
//     download is repeated. A picture that nothing ties to the one that was paid for is
//     not taken for it.
//   - The loss of a picture is written to the journal before it is reported, for audits.
//   - Its memory does not grow with the number of pictures.
//
// It does not record, judge or place pictures: its callers do.
//
//	c := collect.New(collect.Config{Log: log, Store: w.Store(), Ledger: w.Ledger(), ...})
//	errs, err := c.Pictures(ctx, desk, call, wants, func(n int, p state.Picture) error {
//		return log.Record(state.Event{Kind: state.Collected, Intent: call.Intent, ...})
//	})
package collect
