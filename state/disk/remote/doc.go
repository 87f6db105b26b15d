// Package remote is the pictures of a home as a store here sees them: which are there, by
// what is recorded; how they are brought here and put there, with patience; and the store's
// folder as a cache that stays within a bound.
//
// # Promises
//
//   - Whether an object is at the home is answered from records and the ledger: a plan over
//     100,000 images makes no request. What turned out to be missing counts as missing from
//     then on.
//   - An object is put where the home says that it has none, and never twice by one process.
//   - At most so many transfers go on at once, each through the memory of a buffer. One that
//     fails for a reason that may pass is tried again; what is refused, or is not there, is
//     not.
//   - No more is taken of an object than its record says that it has.
//   - What is removed from the cache is at the home: it is asked for each.
//
// # Not for
//
// Which bytes are right is package objects' to tell; what lies at a home and how, package
// home's.
//
// # Example
//
//	far := remote.New(h, func(sha string) (int64, bool) { return index.Size(sha) }, index.Recorded)
//	store.Beyond(ctx, far)
package remote
