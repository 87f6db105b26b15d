// Package commit makes events durable in groups: one goroutine writes, and a sync, or a
// request to a home elsewhere, is paid once for all events that wait for it.
//
// # Promises
//
//   - An answer of nil means that the event is durable and applied. Events are applied in
//     the order in which they are in the log.
//   - After the first failure nothing more is written: only answers of calls, which are
//     paid for, are still reported to a home elsewhere.
//
// # Not for
//
// What the events mean, and where the file is.
package commit
