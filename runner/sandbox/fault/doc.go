// Package fault decides what goes wrong at a sandbox: which submissions are refused,
// which answers are lost, which downloads are damaged.
//
// # Promises
//
//   - It decides and does nothing: what it returns is data, and package sandbox, which
//     serves, knows nothing else of failure.
//   - What is left to chance depends on the seed, on what is asked for and on how often
//     it was: two requests that race are struck the same in whichever order they come.
//   - A word in a prompt that names no fault means nothing: a prompt is free text.
//
// # Not for
//
// How an error or a damaged picture looks on the wire: that is package sandbox's.
//
// # Example
//
//	chances := fault.Chances{Seed: 1, Numbers: map[string]float64{"429": 0.1}}
//	if err := chances.Check(); err != nil { ... }
//	fate := fault.Spoken(submission)
//	fate.Merge(chances.Faults().Submit(submission))
//	if fate.Refuse != nil { ... }
package fault
