// Package resample lays a picture out in another size: it cuts, scales and sets it on a
// background as a [derive.Layout] says.
//
// Its promises:
//
//   - The same pixels on every machine: all of it is whole numbers, of which no processor
//     fuses or rounds any differently.
//   - Scaling is by the Catmull-Rom cubic, as wide as the picture shrinks, so that every
//     pixel of it counts. Values are taken as they are encoded, as browsers, ImageMagick
//     and sharp do it unless told otherwise; transparency is multiplied in, so that what
//     is invisible has no colour to bleed.
//   - Of the picture only a band of rows is at work beside what it is decoded to.
//
// It reads no format and writes none: that is package picture's.
//
//	small := resample.Lay(img, file.Layout(info.Width, info.Height), file.Colour())
package resample
