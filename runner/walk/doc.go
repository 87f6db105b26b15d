// Package walk carries out units in the order of what they need, so many at once. It
// knows neither what a unit does nor what it costs: who walks gives it the work.
//
// A unit is what is done at once: one image, or several whose pictures one call makes.
// It has one State, and Walk.Set alone changes it:
//
//	           what it needs is over       a slot is free         its work is over
//	Waiting ────────────────────────> Ready ────────────> Running ────────────────> Done
//	                                    │                    ├──> Failed
//	Held: decided before the walk       │                    ├──> Tainted    its picture fails a condition
//	├──> InDoubt                        │                    ├──> InDoubt    its request may be paid for
//	├──> Tainted                        ├───────────────────>├──> LeftOut    by the budget
//	└──> Unmade                         ├───────────────────>├──> Postponed  its provider was stopped
//	                                    ├───────────────────>└──> Left       the run was interrupted
//	                                    └──> Skipped    what it needs came to such an end
//
// An end is for good. Every end but Done and Left blocks the units that need one of its
// images: they are skipped when their turn comes. A unit whose images come to different
// ends is split, see Walk.Part.
//
// Its promises:
//
//   - A unit is given out after all that it needs, once, in the order in which it got
//     ready, and in its own lane.
//   - No more units are at work than a lane and the walk have slots for.
//   - The walk ends when every unit has an end, whatever became of it.
//
// It is not for what comes of an end: what is told of it, counted or recorded is the
// matter of whoever walks.
//
//	w := walk.New(8)
//	lane := w.Lane(4)
//	fox := &walk.Unit{Images: []string{"image.fox"}, Lane: lane}
//	den := &walk.Unit{Images: []string{"image.den"}, Needs: []string{"image.fox"}, Lane: lane}
//	den.Do = func() error {
//		if need := w.Blocked(den); need != nil {
//			w.Set(den, walk.Skipped) // need.Image came to need.State
//			return nil
//		}
//		if !w.Start(ctx, den) {
//			w.Set(den, walk.Left)
//			return nil
//		}
//		...
//	}
//	err := w.Run(ctx, []*walk.Unit{fox, den})
package walk
