// Package wishes is what decisions about pictures come to: which of them are about the
// picture that their address has now, and what a plan is to do for those.
//
// Its promises:
//
//   - A decision acts only while its address has the picture that it is about. What does
//     not act has a word that says why, and nothing is done for it.
//   - What is bought because of a decision is bought once, however often the decision is
//     handed in: before it is bought that is written down (see Mark), and afterwards the
//     address has another picture.
//   - Nobody gets a picture that is none of the address's takes, nor of its request.
//
// It reads and decides nothing about requests, prices and outputs: that is runner/decide's.
// What a file of decisions looks like is package review's.
//
//	w, err := wishes.Make(wishes.Ground{State: recorded, Workspace: workspace}, wishes.Of(merged))
//	situation.Wishes, situation.Reviews = w, w.Reviews
//	prepared, diags, err := decide.Make(ctx, situation)
//	prepared.Plan.Decisions = w.Settle(prepared.Plan)
package wishes
