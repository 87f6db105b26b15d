// Package block is what derive blocks say of an image: the files that they declare.
//
// Its promises: all mistakes of a block are told at once, each where it is; and what
// decides nothing about a file is left out of it, so that it changes nothing.
//
// It evaluates no expression: it has who does that, in a Scope.
//
//	found, diags := block.Scope{Address: "image.hero", Place: place, Value: value, Contexts: contexts}.Read(img.Derives, ctx)
//	for _, f := range found.Files {
//		fmt.Println(f.Name, f.Path)
//	}
package block
