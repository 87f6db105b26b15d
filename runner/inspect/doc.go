// Package inspect tells what is known of a picture from its file's bytes alone: what the
// file says of itself, and whose picture it is among all that were paid for here.
//
// It promises that
//
//   - a file is found by its bytes; else by what its metadata says; else by its pixels,
//     so that a copy without metadata, or in another lossless format, is found too;
//   - metadata is a claim: what it names is compared with the file's pixels, where they
//     can be had here;
//   - nothing is requested, and nothing written.
//
// It is not for whether a picture is where it should be: see packages decide and audit.
//
//	shelves, err := inspect.Open(workspace, recorded)
//	finding, err := shelves.File(ctx, dir, "fox.png")
package inspect
