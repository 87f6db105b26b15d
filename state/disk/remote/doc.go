// Package remote is the pictures of a home as a local store sees them: which ones exist
// according to the records, how they are transferred, with retries, and the store's folder
// as a cache of limited size.
//
// # Promises
//
//   - Whether the home has an object is answered from records and the ledger: a plan over
//     100,000 images makes no request. An object that turns out to be missing counts as
//     missing from then on.
//   - An object is put only if the home says that it has none, and never twice by one
//     process.
//   - The number of concurrent transfers is limited, and each uses one buffer of memory. A
//     transfer that fails for a passing reason is retried; one that is refused, or of
//     something that does not exist, is not.
//   - No more bytes of an object are taken than its record says it has.
//   - What is removed from the cache is at the home, which is asked for each object.
//
// # Not for
//
// Checking bytes, which package objects does, and how objects lie at a home, which package
// home knows.
//
// # Example
//
//	far := remote.New(h, func(sha string) (int64, bool) { return index.Size(sha) }, index.Recorded)
//	store.Beyond(ctx, far)
package remote
