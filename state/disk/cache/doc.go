// Package cache keeps small files that can be made again at any time, such as thumbnails,
// in a folder of gesso's own below a configuration's.
//
// Its promises:
//
//   - A name means a complete file, also while several processes write it: a file is
//     written under a unique name beside it, and renamed.
//   - What is not a plain file (a link, a pipe, a folder) is neither read nor written
//     through: it counts as missing, and is replaced if possible.
//   - No folder is made before something is written, and nothing outside of the folder is
//     read, written or removed, whatever links say.
//
// Only time depends on the cache: the folder may be removed at any moment. It is not for
// what was paid for, and nothing is synced. The reader must check that a file is what its
// name says.
//
//	folder, err := cache.Open(dir, cache.Thumbs)
//	defer folder.Close()
//	err = folder.Write("a.jpg", data)
//	data, err = folder.Read("a.jpg")
package cache
