// Package machine tells programs what happens while gesso works: a JSON object a
// line, in the shape of Terraform's machine-readable UI. What reads that reads this.
//
// Its promises:
//
//   - The first line is of the type version. Every line has @level, @message,
//     @module, @timestamp and type; the message alone, read by a person, tells the
//     line.
//   - Each type has a JSON Schema, in package schema. Whoever meets a type or a field that
//     is not known to him leaves it alone.
//   - An image that is begun has an apply_start, an apply_progress when it comes to
//     another stage and each ten seconds, and one end: apply_complete or
//     apply_errored. One that was to be done and was not begun has an apply_skipped.
//   - Nothing sensitive is in any line.
//
// It decides nothing, and what it cannot write it keeps for Err: the run goes on, as
// what was paid for is to be collected.
//
//	stream := machine.NewStream(os.Stdout, time.Now)
//	stream.Version("0.1.0")
//	stream.Plan(p)
//	progress := stream.Run(p, "apply", machine.Interval)
//	tools.Notify = progress.Notify
package machine
