// Package sheet makes contact sheets of a gallery: pictures of all its pictures, to be
// sent, printed, or looked at where no page can be opened.
//
// Its promises:
//
//   - The same gallery and the same pictures give the same bytes.
//   - However many pictures there are, one of them and one row of the sheet are in memory.
//   - A sheet grows no larger than viewers show: where a side would be longer than
//     [MaxSide], or the whole have more than [MaxPixels], another page begins, in a file
//     of its own.
//   - Files are written whole or not at all, and none is replaced that is not a sheet.
//   - No prompt is on it: addresses or paths, legends, statuses, reasons, prices.
//
// Blocks have their headings. A matrix is a grid with legends, the values of its first
// axis below each other and those of its second beside each other, and one such grid for
// each value of the others; a chain is a row, in its order. What has no picture is an
// empty place that says why, and what one would cost.
//
//	sheets, err := sheet.Write(ctx, "review.jpg", "review.jpg", g, sheet.Options{Pairs: true}, thumbs)
//
// How it reads: options.go is what can be asked for; compose.go turns a gallery into
// bands, with grid.go, cell.go and pair.go for their kinds; pages.go cuts them into pages;
// draw.go and scroll.go paint a page as an encoder reads it; write.go writes it.
package sheet
