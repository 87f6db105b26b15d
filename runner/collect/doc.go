// Package collect brings pictures that are paid for into the store: those of an accepted
// call, and those that were delivered before and are asked for again.
//
// Its promises:
//
//   - It never buys: every question is free, and may be asked again.
//   - A picture that it returns is in the store, synced and looked at. What came broken
//     is fetched again, and what nothing ties to the picture that was paid for is not
//     taken for it.
//   - That a picture is gone is written down before it is said, for an audit to tell.
//   - Memory does not grow with the pictures.
//
// It is not for what becomes of a picture: who asks for one records it, judges it and
// places it.
//
//	c := collect.New(collect.Config{Log: log, Store: w.Store(), Ledger: w.Ledger(), ...})
//	errs, err := c.Pictures(ctx, desk, call, wants, func(n int, p state.Picture) error {
//		return log.Record(state.Event{Kind: state.Collected, Intent: call.Intent, ...})
//	})
package collect
