// Package state is what gesso knows of the pictures that exist, as values: the
// request that decides a picture and its key, the record of an address, the
// events of a run, the entries of the ledger, and the State that events make.
// Where they are kept is another package's: gesso/state/disk.
//
// # Promises
//
//   - State.Apply is the only way in which an event changes a State. It does no
//     I/O, cannot fail, and folding the same events twice equals folding once.
//   - A record of something paid for is never dropped to get on with the work:
//     State.Apply takes a call from an address by the call's own end alone.
//   - A record's key is that of its request: Record.Check compares them. Numbers,
//     times and names that gesso cannot have written are refused by the name of
//     their field.
//   - Equal requests have equal keys, in all versions of gesso, also where a prompt
//     or a URL is withheld. What older rules made of the same configuration is
//     found under the keys of today's: see Wanted and Recorded.
//   - A call that is paid for and not collected, or in doubt, is in the ledger from
//     the end of its run on, until the entry of its end. State.Recall takes what is
//     open there for pending and what has ended there for over, whatever the state
//     says: an older one, a newer one, a teammate's, or none, as git leaves it.
//   - Whatever a provider says, Event.Plain makes an event of it that can be written
//     and is read back as it was.
//
// # Not for
//
// The package knows nothing of HCL, providers, prices, files or the network, and
// it decides nothing: what to pay for, what to reuse and when to delete is the
// runner's.
//
// # Example
//
//	s := state.New(records)
//	entries := s.Entries(event) // for the ledger, before the state forgets
//	s.Apply(event)
//	record := s.Get("image.hero")
package state
