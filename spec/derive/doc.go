// Package derive is what a derive block says: a file that is made from the picture of
// an image, scaled and in a format of its own.
//
// Its promises:
//
//   - The sides of a file follow from its arguments and those of the picture alone, by
//     whole numbers, so that they are the same on every machine and known before
//     anything is decoded.
//   - Nothing is enlarged unless the block says so.
//   - Made tells whether a file is still the one that would be made: it is of all
//     arguments that decide its pixels, and of the picture, and of nothing else.
//
// It reads no file and touches no pixel: that is package runner/derive's.
//
//	file := derive.File{Path: "hero-640.jpg", Format: derive.JPEG, Width: 640, Fit: derive.Cover, Quality: 85}
//	layout := file.Layout(1024, 768)
//	fmt.Println(layout.Width, layout.Height) // 640 480
package derive
