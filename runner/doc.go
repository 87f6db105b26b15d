// Package runner does the work: it compares what is declared (spec) with what
// exists (state), says what it would do and why (Plan), and does it (Run).
//
// Its promises:
//
//   - Nothing is paid for that the plan did not show, with a reason.
//   - What can be had without a paid call is: from the store, from a task that
//     was never collected, from the provider's URL.
//   - A paid request is sent after its intent is on disk, and never sent again
//     by itself when its fate is unknown.
//   - A failure stops what depends on it and nothing else, unless every other
//     call to the same provider would fail alike.
//   - Memory does not grow with the pictures: they are streamed to the store.
//
// Data goes one way: spec.Config, expanded, and state.State become a Plan; a
// Run of it turns each Change into journal events and tells of them as Events;
// the journal becomes the next state.
//
// It knows no provider's wire: Provider is all that it asks of one.
//
//	plan, diags, err := runner.MakePlan(ctx, runner.Situation{...})
//	result, err := plan.Run(ctx, runner.Tools{...})
package runner
