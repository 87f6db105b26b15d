// Package stat remembers the hashes of files, so that an unchanged file is not read again.
//
// # Promises
//
//   - A changed file is noticed: an entry is trusted only if any later change gives the
//     file another stamp, see Stamp.Racy.
//   - If anything is wrong with the cache's file, the cache is empty.
//
// # Not for
//
// Anything that must not be lost: the cache only saves time.
//
// # Example
//
//	cache := stat.Open(root, ".gesso/stat")
//	entry, ok := cache.Get("a.png")
//	fresh := ok && !entry.Racy && entry.Stamp == stat.StampOf(info)
package stat
