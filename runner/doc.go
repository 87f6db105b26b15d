// Package runner does the work: it carries out a plan, and a user's decision about
// a call of an earlier run.
//
// It joins four parts, none of which knows another, the configuration or what decides:
//
//	walk     which unit is worked on when, and what an end means for the others
//	buy      one paid call, at most once
//	collect  from an accepted call to the store; asking again for what was paid for
//	place    from the store to the output, aside, and away
//
// What is its own is what lies between: each action of a plan is a short function that
// hands to one part what another has brought, and the books of what became of it. What is
// to be remembered is in the journal, which the parts write through a log.
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
// What is to be done is the plan's to say, and the run asks its Evaluation when a
// picture has come that the plan could not know. The run knows no provider's wire:
// Provider is all that it asks of one.
//
//	result, err := runner.Run(ctx, plan, runner.Tools{...})
package runner
