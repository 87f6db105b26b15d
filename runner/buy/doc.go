// Package buy makes one paid call, at most once.
//
// A call leaves these lines in the journal, in this order, and no other:
//
//	intended ──> accepted             it is paid for, and can be collected
//	         ──> refused              it was provably not accepted; it may be sent again, with another intent
//	         ──> accepted, refused    its answer names a task that made nothing
//	         ──> doubted              its answer was lost: nobody sends it again
//	         ──> (nothing)            the process was killed: it is in doubt as well
//
// Its promises:
//
//   - The intent is on disk before the request leaves this machine.
//   - A request of which nobody knows whether it was accepted is not sent again, and as
//     many of these in a row as are let through at once end the buying.
//   - A request that is on its way is cut by nobody's refusal, and by an interrupt only
//     after a moment in which its answer may come.
//
// It is not for whether something should be bought, nor for what becomes of an accepted
// call: budget and conditions come before it, the collecting of pictures after it.
//
//	desk := &buy.Desk{Log: log, Provider: client, Gate: gate, Poller: poller, ...}
//	accepted, err := desk.Buy(ctx, run, order, nil)
//	if err != nil {
//		return err // a *buy.DoubtError may be paid for
//	}
//	defer accepted.Leave()
package buy
