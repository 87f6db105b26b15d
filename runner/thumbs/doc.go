// Package thumbs makes small pictures to look at, keeps them, and tells what the pictures
// look like: thumbnails and previews as JPEG, by the SHA-256 of the picture, the mean
// colour, the difference hash, and by how much two pictures differ.
//
// Its promises:
//
//   - What is shown as a picture is that picture, or what it was converted to where only that
//     is left: bytes are hashed before they are decoded, and where the hash is another one
//     than their Source says, they are as if they were not there.
//   - The same bytes have the same thumbnail, byte for byte, on every machine, whether it is
//     made now or was made before, and whatever else was asked for.
//   - What it keeps, in .gesso/thumbs, can be removed at any moment. What is damaged, of
//     another version, or of another picture is made anew. Several processes may use it at
//     once. Where nothing can be written there, a temporary folder serves.
//   - Two pictures are decoded at once, and of those that need much memory one: however
//     many there are, they take no more of it.
//   - The bytes that it returns come from this program's encoder alone: nothing that a
//     server or a user put into a picture's file is in them but its pixels.
//
// It is not for knowing which pictures there are, or where: that is told by a Source.
//
//	made := thumbs.New(dir, source)
//	defer made.Close()
//	all, _ := thumbs.Shown(g)
//	sizes, err := made.Make(ctx, all, 320)
//	err = made.Look(ctx, g)
//	jpeg, err := made.Pictures(ctx, 320, 1024).Thumb(sha)
package thumbs
