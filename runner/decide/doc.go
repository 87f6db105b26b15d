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
//   - No other package returns a plan.Action, and none is decided in two places.
//
// # The ladder
//
// How an image gets its picture is decided by the first of these that holds, from the
// cheapest to the dearest:
//
//  1. Another picture is wanted than the one that is recorded: a user says so, has
//     tainted it, or a trigger has changed. Then a call of its own that was begun for
//     that is resumed; else a picture that was bought under the triggers of now is
//     reused; else one is bought. No other rung is asked.
//  2. What decides about a trigger is yet to come: the run asks again.
//  3. The recorded picture is of the request, meets the postconditions, and can be
//     had: it stays. Its output is placed, or restored, where it has to be. One that is
//     plainly lost takes what the rungs below have for nothing, and is bought again where
//     that was decided for all that is lost; else it stays, and a run looks for it in vain.
//  4. Its address has begun a call for the request: that is resumed, or, without an
//     answer, in doubt.
//  5. The recorded picture is of the request and fails a postcondition, or a person has
//     rejected it: it is tainted.
//  6. An address that nothing declares any more has a picture of the request: its
//     record moves here, and is asked about from the top. A plan alone does that.
//  7. A picture of the request was paid for, nobody uses it, and it can be had: it is
//     reused.
//  8. One was bought for this address, and fails a postcondition or is rejected: it is
//     tainted.
//  9. A call for the request that another address has no use for: as in 4. A plan
//     lends these when all images are decided.
//  10. It is bought.
//
// Images that may share pictures have one between 6 and 7, from one that keeps it, and
// in place of 10 from one that buys it.
//
// Before the ladder stands a pin, which says what picture the image has: nothing else is
// asked. Then what somebody has made by hand: an output that was changed is kept as the
// picture, and what would replace it, or one that was kept or adopted before, is told and
// held, until a user asks for another one. And an import block, whose picture an image
// without one takes, in a plan alone; and the picture of an image that is made anew only
// when a user says so, which stays, stale, whatever is asked for by now. After it, what
// is to be bought, and has made nothing as often as its attempts allow, or was refused by
// moderation, is left to a person where nobody watches; and when all is decided, package
// derive adds the files that are made from pictures, which costs nothing and changes no
// way.
//
// The ladder asks two sources of facts. A plan knows which pictures surely stay, and
// so which requests are known; about the others it says that they are bought, which is
// the most that can come of it. A run knows what was made by now, and so every
// request. It may find a free way where the plan said paid, and never the reverse:
// what was planned to be free is not asked again.
//
//	p, diags, err := decide.Make(ctx, decide.Situation{...})
//	for _, c := range p.Changes {
//		fmt.Println(c.Action.Sign(), c.Address, c.Reasons[0])
//	}
package decide
