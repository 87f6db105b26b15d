// Package plain parses configuration that is written as nearly all is: blocks with
// an argument on each line. HCL's own parser takes a token apart for every sign of
// it, and most of its time for counting letters; here a text without escapes is
// found by its quotes.
//
// Its promises:
//
//   - What it makes of a text is what hclsyntax.ParseConfig makes of it, to the last
//     place of the tree. The tests compare the two.
//   - It has no messages. What is not plain, and so all that is wrong, is left to
//     HCL: an expression, a block, or by returning false the whole text.
//
// It is not for JSON, nor for an expression that stands for itself.
//
//	body, ok := plain.Parse(src, "main.hcl", hcl.InitialPos)
//	if !ok {
//		file, diags := hclsyntax.ParseConfig(src, "main.hcl", hcl.InitialPos)
//		...
//	}
package plain
