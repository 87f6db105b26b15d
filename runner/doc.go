// Package runner does the work: it carries out a plan, and a user's decision about
// a call of an earlier run.
//
// Its promises:
//
//   - Nothing is paid for that the plan did not show, with a reason.
//   - A paid request is sent after its intent is on disk, and never sent again
//     by itself when its fate is unknown.
//   - A failure stops what depends on it and nothing else, unless every other
//     call to the same provider would fail alike.
//   - Memory does not grow with the pictures: they are streamed to the store.
//
// Data goes one way: a Run turns each plan.Change into journal events and tells of
// them as Events; the journal becomes the next state.
//
// What is to be done is the plan's to say, and the run asks it again when a
// picture has come that it could not know. The run knows no provider's wire:
// Provider is all that it asks of one.
//
//	result, err := runner.Run(ctx, plan, runner.Tools{...})
package runner
