// Package disk keeps what package state describes in one folder, the workspace: the records
// in gesso.state, the journal of the run that is changing them, and the ledger of
// everything ever paid for. The bytes are in package objects, and the outputs in package
// outputs.
//
// # Promises
//
//   - What Journal.Append has accepted is on disk, and survives the death of the
//     process at any instant.
//   - A crash between any two steps of writing is harmless: the journal is folded
//     again, and folding twice equals folding once.
//   - A damaged or newer file is refused with its name and line (state.DamageError,
//     state.VersionError), by the rules of package text: no changed bit causes a
//     payment.
//   - What is no file (a pipe, a device, a folder) is never waited for: see the
//     packages file and locate.
//   - Looking changes nothing: Open, Load, Ledger and the readers of store and
//     outputs create and write no file.
//   - No file outside the workspace's folder is read or written, whatever symbolic
//     links say: every path goes through os.Root.
//   - Records are not trusted: an output is touched only where one may be declared,
//     by the rule of spec/filename and wherever links lead. See the packages locate
//     and outputs.
//
// # Order of work
//
// One process changes a workspace at a time. It takes the Lock, Loads, decides, Begins a
// journal, Appends each event before acting on it, and Closes the journal, which folds it
// into the lasting files:
//
//	journal ──> ledger   (append, sync: what has ended, then what is open)
//	        ──> state    (write, sync, rename, sync the folder)
//	        ──> removed
//
// Some time after a journal has grown, the first two steps are also taken during the run,
// see Journal.checkpoint: a journal can be folded over a state that already contains any
// beginning of it.
//
// Load reads in the same order: the state file, what the ledger says of its calls, then the
// events of a left-over journal.
//
// # Not for
//
// What a record means, and what an event does to it, is defined by package state. The
// runner decides what to pay for, what to reuse and when to delete. This package converts
// no picture: an output has whatever bytes it is given.
//
// # Example
//
//	w, err := disk.Open(".")
//	defer w.Close()
//	lock, err := w.Lock("apply")   // *LockedError names the holder
//	defer lock.Unlock()
//	s, err := w.Load()
//	j, err := w.Begin(s)
//	err = j.Append(state.Event{Kind: state.Intended, ...}) // durable, then pay
//	err = j.Close()                                         // fold
package disk
