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
// The package itself has what lies between them: a short function for each action of a
// plan, which hands to one part what another has brought, and the books of what became of
// each change. What is to be remembered is in the journal, which the parts write to
// through a log.
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
// Data goes one way: Run turns each plan.Change into events of the journal, and tells of
// its work by Events; the journal becomes the next state.
//
// The plan says what is to be done. Where that depends on a picture that the plan could
// not know, the run asks its Evaluation once the picture is there. Of a provider it knows
// no more than the interface Provider.
//
//	result, err := runner.Run(ctx, plan, runner.Tools{...})
package runner
