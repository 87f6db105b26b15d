// Package stat remembers what files hold, so that one that has not changed since is
// not read again.
//
// # Promises
//
//   - A file that was changed is noticed: an entry is trusted only where any later
//     change gives the file another stamp, see Stamp.Racy.
//   - Anything wrong with the cache's file makes it empty.
//
// # Not for
//
// What depends on it may depend on nothing but the time that it saves.
//
// # Example
//
//	cache := stat.Open(root, ".gesso/stat")
//	entry, ok := cache.Get("a.png")
//	fresh := ok && !entry.Racy && entry.Stamp == stat.StampOf(info)
package stat
