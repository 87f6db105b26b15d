// Package source is the text of a configuration: which files a directory has,
// what may be read beside them, how their text becomes bodies of HCL, in the
// native syntax and in JSON, and where in a file something really is.
//
// Its promises:
//
//   - Nothing is read outside of the directory, but for value files that are named
//     and the folders that are permitted; and nothing is written.
//   - Text that nobody would write by hand is refused before it is parsed.
//   - Large files are parsed in pieces, side by side, the plain ones without HCL's
//     parser, and mean what they mean whole; a file that does not parse is read block
//     by block.
//   - An expression of JSON is turned into a native one that means the same.
//
// What the blocks in a body mean it does not know.
//
//	files, err := source.Open(dir)
//	src, diags := files.Read("main.hcl")
//	diags = source.Parse(src, "main.hcl", source.PieceSize, func(body *hclsyntax.Body) {
//		fmt.Println(len(body.Blocks))
//	})
package source
