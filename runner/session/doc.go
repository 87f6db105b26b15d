// Package session is what commands do with a configuration's directory: load it,
// open and lock its state, make a plan, ask for approval, run the plan, and settle
// requests in doubt. It has the options that several commands share, and the
// accounts and connections that plans and runs need.
//
// Its promises:
//
//   - What a command opens or starts ends with Close, also after an error.
//   - Who looks never changes anything; who changes holds the lock from before the
//     state is read.
//   - A run buys from the accounts that its plan named, and refuses before anything
//     is done when one of them has no token.
//
// It prints diagnostics, progress and results to the screens of its command.App,
// and decides nothing about pictures: package decide does. Which kinds of providers
// there are it is told.
//
//	s := session.New(a, kinds, options)
//	defer s.Close()
//	diags, err := s.Open("plan", session.Looking)
//	if err != nil {
//		return a.End(err)
//	}
//	p, err := s.Plan(ctx, diags)
package session
