// Package cache keeps small files that can be made again at any time, in a folder of
// gesso's own below a configuration's: the thumbnails of its pictures.
//
// Its promises:
//
//   - A name means a whole file, whoever writes it at the same time: it is written
//     beside, under a name that nobody else has, and renamed.
//   - What is no file of its own (a link, a pipe, a folder) is not read, and not written
//     through: it is as if nothing were there, and is replaced where that is possible.
//   - Nothing is made before something is written, and nothing outside of the folder is
//     read, written or removed, whatever links say.
//
// Nothing depends on it but time: the folder may be removed at any moment. It is not for
// what was paid for, and nothing is synced. Whether a file is what its name says is for
// its reader to tell.
//
//	folder, err := cache.Open(dir, cache.Thumbs)
//	defer folder.Close()
//	err = folder.Write("a.jpg", data)
//	data, err = folder.Read("a.jpg")
package cache
