// Package config is the blocks of a configuration as they are written: a Decoder
// turns the bodies of a module's files into a Module, by the table of the
// language, a file for each kind of block.
//
// Its promises:
//
//   - Nothing is evaluated but constants, such as a variable's default: an
//     expression stays an expression, whatever syntax it came in.
//   - What has a mistake is kept as far as it goes, marked as broken, so that what
//     refers to it is no mistake as well.
//   - A Tree does not change once it is linked. It holds no value that depends on
//     what is given to a run, but for the settings of provider blocks.
//
// Whether what an expression refers to exists is told by package link, and what it
// is worth by package eval.
//
//	tree := config.NewTree(kinds)
//	decoder := &config.Decoder{Tree: tree, Module: tree.Root}
//	diags := decoder.File(body)
//	fmt.Println(tree.Block("image.hero").Range)
package config
