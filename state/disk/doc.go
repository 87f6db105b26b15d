// Package disk keeps what package state describes in one folder, the workspace:
// the records in gesso.state, the journal of the run that is changing them, the
// ledger of everything ever paid for. The bytes are in package objects, and the
// outputs in package outputs.
//
// # Promises
//
//   - What Journal.Append accepted survives the death of the process at any
//     instant. It is on disk before Append returns.
//   - A crash between any two steps of writing is harmless: the journal is
//     folded again, and folding twice equals folding once.
//   - A damaged or newer file is refused with its name and line
//     (state.DamageError, state.VersionError), by the rules of package text: no
//     changed bit makes anything be paid for.
//   - What is no file (a pipe, a device, a folder) is never waited for: see the
//     packages file and locate.
//   - Looking changes nothing: Open, Load, Ledger and the store's and outputs'
//     readers create and write no file.
//   - No file outside the workspace's folder is read or written, whatever
//     symbolic links say: every path goes through os.Root.
//   - A record is a claim: an output lies only where one may be declared, by the
//     rule of spec/filename and wherever links lead, see package locate. Nothing
//     else is touched: see package outputs.
//
// # Order of work
//
// One process changes a workspace at a time. It takes the Lock, Loads, decides,
// Begins a journal, Appends each event before acting on it, and Closes the
// journal, which folds it into the files that stay:
//
//	journal ──> ledger   (append, sync: what has ended, then what is open)
//	        ──> state    (write, sync, rename, sync the folder)
//	        ──> removed
//
// Some time after a journal has grown, the first two steps are taken beside it while the
// run goes on, see Journal.checkpoint: a journal can be folded over a state that any
// beginning of it has reached.
//
// Load goes the same way: the state file, what the ledger says of its calls, then
// the events of a journal that was left.
//
// # Not for
//
// What a record means, and what an event does to it, is package state's. What to
// pay for, what to reuse and when to delete is the runner's. The package converts
// no picture; an output's bytes are whatever it is given.
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
