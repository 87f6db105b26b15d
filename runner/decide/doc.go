// Package decide says what is intended: it compares what is declared (spec) with
// what exists (state), and finds the cheapest way from one to the other, with a
// reason for each step. What it makes is a plan.Plan.
//
// Its promises:
//
//   - A plan is made without a request and without a token, and writes nothing but
//     a cache.
//   - A picture that is wanted is paid for only when it can be had in no other way:
//     from the store, from a task that was never collected, from the provider's URL.
//   - What a user has to decide about waits: a request in doubt, a picture that
//     fails a postcondition.
//   - What only a picture to come can tell is decided during the run, by the same
//     rules, in an Evaluation. Nobody else changes a plan.Change.
//
// It carries nothing out and waits for nobody: that is the runner's.
//
//	p, diags, err := decide.Make(ctx, decide.Situation{...})
//	for _, c := range p.Changes {
//		fmt.Println(c.Action.Sign(), c.Address, c.Reasons[0])
//	}
package decide
