// Package funcs is the functions of the language: Terraform's, by their names and with their meaning.
//
// [Table] gives every function by its name, for the Functions of an hcl.EvalContext:
//
//	files, err := folder.NewFiles(dir) // what file("…") may read: dir and everything below it
//	…
//	scope := &hcl.EvalContext{Functions: funcs.Table(files, time.Now, nil)}
//
// Promises:
//
//   - A function means what `terraform console` says that it means. testdata/expressions.txt holds some 1,100 expressions with
//     Terraform's answers; the differences that remain are listed in the test beside it, each with its reason.
//   - Nothing outside of the configuration's directory is read, and everything inside that was read is on record: [folder.Files.Used].
//   - Marks travel. Only nonsensitive takes one off, and only [Sensitive]; a mark that a caller put on a value (as gesso marks each
//     image's value with its address) is on every value made from it.
//   - What differs from run to run is marked [Impure], so that a caller can refuse it where it would decide pixels.
//   - No function blocks or panics; a width, a range or a product that would fill the memory is refused. (A number as long as 1e999999999 is
//     still written out by whatever makes it a string, HCL's own templates first of all.)
//
// It is not for evaluating: scopes, references and diagnostics belong to package spec. The functions that need a network,
// a secret or a salt (cidr*, rsadecrypt, bcrypt) do not exist, nor does console's type.
package funcs
