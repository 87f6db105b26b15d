// Package publish puts a gallery where a user wants it: a page into a file, or a folder of
// files.
//
// Its promises:
//
//   - A name means the gallery of before or the whole new one at any time: a page is written
//     beside and renamed, and of a folder the index is renamed last.
//   - What is not a gallery of gesso is not written over, be it a file or a folder, and
//     nothing is written through a link. In a folder only what has the names of a gallery's
//     files is replaced or removed: whatever else lies there stays.
//   - What fails leaves nothing behind, and what a killed process left is removed by a later
//     one.
//
// It does not know what is in a gallery: package page writes it.
//
//	size, err := publish.File(publish.Place{Name: "gallery.html", Mark: page.Mark}, 48e6, func(w io.Writer) error {
//		return page.Write(w, g, form, pictures)
//	})
package publish
