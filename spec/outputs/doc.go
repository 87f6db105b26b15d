// Package outputs finds images whose files get in each other's way: two that write
// one file, one that needs another's file as a folder, and one that starts from what
// an image writes.
//
// Names that differ only by case or by Unicode normalisation are one file here, as
// they are on many systems, and links are followed to where a file really is. Nothing
// is read but such links, and nothing written; whether a single path can be written
// at all is known by package filename.
//
//	diags := outputs.Check(images, files)
package outputs
