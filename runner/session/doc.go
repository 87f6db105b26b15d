// Package session is what commands do with a configuration's directory: load it, open and
// lock its state, make a plan, ask for approval, run the plan, and settle requests in
// doubt. It has the options that several commands share, and the accounts and connections
// that plans and runs need.
//
// Its promises:
//
//   - Close releases what a command opened or started, also after an error.
//   - A command that only looks changes nothing; a command that changes takes the
//     lock before it reads the state.
//   - A run buys only from the accounts that its plan named. It refuses, before
//     anything is done, if one of them has no token.
//
// It prints diagnostics, progress and results to the screens of its command.App. It decides
// nothing about pictures: package decide does that. The caller supplies the kinds of
// providers.
//
//	s := session.New(a, kinds, options)
//	defer s.Close()
//	diags, err := s.Open("plan", session.Looking)
//	if err != nil {
//		return a.End(err)
//	}
//	p, err := s.Plan(ctx, diags)
package session
