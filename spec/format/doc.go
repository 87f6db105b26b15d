// Package format rewrites HCL in the one canonical form, the one of terraform
// fmt: gesso fmt and terraform fmt give the same bytes for the same text.
//
//	out, diags := format.Source(src, "main.hcl")
//	if diags.HasErrors() {
//		return diags // src is to be left as it is
//	}
//
// Most of the form is white space: indentation, spaces between tokens, equals
// signs and comments in columns. That part is hclwrite's. Beyond it, terraform
// fmt modernises three things, and so does Source:
//
//   - a label without quotes gets them: image hero {} becomes image "hero" {}
//   - an argument that is nothing but an interpolation becomes its expression:
//     prompt = "${var.x}" becomes prompt = var.x
//   - a variable's type in the words of Terraform 0.11 is translated:
//     type = "list" becomes type = list(string), type = map becomes map(any)
//
// Blank lines, commas, the order of arguments, comments, the text of strings
// and heredocs, and whether lines end in CRLF stay as they are. A byte order
// mark goes.
//
// Source differs from Terraform 1.11 on purpose where Terraform loses something
// or makes a file that does not parse. Each has a test in differences_test.go:
//
//   - comments between labels stay, where terraform fmt removes them
//   - a label with an escaped template ("a$${b}") stays, where terraform fmt
//     removes all labels of its block; and one that is not in Unicode's normal
//     form C stays, where terraform fmt makes another name of it
//   - an index that is null (a[null]) stays, where terraform fmt empties the
//     brackets
//   - an interpolation with a line comment inside is put in parentheses where
//     its expression would not end with its line otherwise
//
// The package knows nothing of files on disk; command fmt does that part.
package format
