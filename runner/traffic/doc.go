// Package traffic keeps the pace with a provider: how many paid calls are under
// way at once and in a minute, and how often running tasks are asked for.
//
// Its promises:
//
//   - A Gate lets no more through than its limits, and fewer when the provider
//     refuses; it finds the way back to the limits by itself. It lets nothing more
//     through when as many calls in a row as it allows at once are left in doubt.
//   - A Poller has one question under way, however many wait. Without an interval it
//     learns how long tasks take, asks when some are due, and about once a second at
//     most for each fifty of them. By the same knowledge a slot at the provider is
//     free when a task is likely finished, before that is asked: on average, and not at
//     each moment, there are no more tasks than slots. After a refusal there never are.
//   - A hint that a task is finished makes the Poller ask earlier, and never more:
//     it may be forged.
//   - Who waits is let go when the context ends.
//
// It makes no paid call and repeats none: whether one may be sent again is for
// its caller to know. It knows neither what is asked for nor what is recorded.
//
//	gate := traffic.NewGate(limits)
//	if err := gate.Enter(ctx); err != nil {
//		return err
//	}
//	defer gate.Leave()
package traffic
