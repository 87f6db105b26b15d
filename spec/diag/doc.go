// Package diag is how a mistake in a configuration is said: hcl.Diagnostics made
// in one line, in the words that all messages share, sorted, merged and cut to
// what somebody reads.
//
// Its promises:
//
//   - What has a place is told at that place, and in the order of the files.
//   - What the same block says for each of its instances is said once.
//   - A line that may hold a secret is not quoted.
//
// It finds no mistake itself, and prints nothing. What is secret in the text of a
// message is known to those who evaluate.
//
//	diags := diag.ProblemAt(rng, "Unsupported attribute",
//		"An image has no attribute named %q. It has %s.%s", name, diag.Enumerate(known), diag.DidYouMean(name, known))
//	return diag.MergeRepeated(diag.InFileOrder(diags))
package diag
