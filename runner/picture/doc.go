// Package picture knows what the bytes of a picture are: it tells a picture
// from what only claims to be one, checks that all of it is there, and converts
// between formats.
//
// A provider's URL says nothing reliable: a path that ends in .png may lead to
// JPEG, to WebP, or to a proxy's HTML page with status 200. So the format is
// always read from the content, and a path's extension only ever says what the
// user wants written.
//
// It promises that
//
//   - a header is read, and the pixel count capped, before anything is decoded:
//     forty bytes that claim sixty thousand pixels square cost nothing;
//   - Verify decodes every pixel, because a truncated file has a valid header;
//   - a decoder that panics on hostile bytes is an [Error], not a crash;
//   - an [Error] is about the bytes alone: when reading them failed, the
//     reader's own error comes back, wrapped, and says nothing about the picture;
//   - Convert gives the same bytes for the same input on one version of Go;
//   - a picture's sides are those that viewers show: the orientation in its EXIF
//     data is heard, and turns the pixels of what is converted;
//   - the memory that decoding takes is bounded by bytes, for one picture and, with
//     a [Memory], for all at once;
//   - what a picture is converted to has its colour profile and its density, where they
//     are of the new pixels too, and nothing else that its file says beside them;
//   - lossy WebP has the colours that libwebp gives it;
//   - what is shrunk to be looked at is the same pixels on every machine.
//
// It is not for editing, for laying out in other sizes (package resample), or for what the
// metadata of a file means: see package container. Animated WebP does not decode, and
// its Error says why.
//
//	info, err := picture.Verify(file, 0)
//	var bad *picture.Error
//	switch {
//	case errors.As(err, &bad) && bad.Problem == picture.NotPicture:
//		log.Printf("got %s instead of a picture", bad.Looks)
//	case err != nil:
//		return err
//	}
//	fmt.Println(info) // png 1024x1024
package picture
