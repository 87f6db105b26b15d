// Package publish puts a gallery where a user wants it: a page into a file, or a folder of
// files.
//
// Its promises:
//
//   - At any time, a name means the old gallery or all of the new one: a page is written
//     beside its place and renamed, and in a folder the index is renamed last.
//   - A file or folder that is not a gallery of gesso is not replaced, and nothing is
//     written through a link. In a folder, only files with the names of a gallery's files
//     are replaced or removed: everything else stays.
//   - A failed write leaves nothing behind. What a killed process left is removed by a
//     later one.
//
// It does not know what is in a gallery: package page writes that.
//
//	size, err := publish.File(publish.Place{Name: "gallery.html", Mark: page.Mark}, 48e6, func(w io.Writer) error {
//		return page.Write(w, g, form, pictures)
//	})
package publish
