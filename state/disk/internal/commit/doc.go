// Package commit makes events durable in groups: one goroutine writes, so that one sync, or
// one request to a home elsewhere, serves all events that wait for it.
//
// # Promises
//
//   - An answer of nil means that the event is durable and applied. Events are applied in
//     the order of the log.
//   - After the first failure nothing more is written, except that answers of calls, which
//     are paid for, are still reported to a home elsewhere.
//
// # Not for
//
// The meaning of events, and the place of the file.
package commit
