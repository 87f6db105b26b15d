// Package container knows what a picture's file says beside its pixels: the colour
// profile, the density, EXIF and XMP, in PNG, JPEG and WebP. It reads them, and puts
// others into a file whose coded pixels it copies as they are.
//
// It promises that
//
//   - no byte from outside makes it read, inflate or keep more than a few megabytes;
//   - what is malformed is as good as missing: the pixels are what counts;
//   - Set gives the same bytes for the same input on one version of Go, and what Read
//     finds in them is what was set.
//
// It is not for pixels, nor for what the metadata means: see packages picture and
// provenance.
//
//	found := container.Read(file)
//	err := container.Set(to, from, container.Metadata{Profile: found.Profile})
package container
