// Package condition judges what the blocks precondition, postcondition, assert and
// validation demand.
//
// Its promises: what cannot be told yet is unknown, and says which images it waits for; a
// mistake in a condition is told, and is neither met nor failed; and no error_message
// tells a secret.
//
// It evaluates no expression: it has who does that, in a Scope. What follows from a
// verdict is not decided here.
//
//	verdict, diags := condition.Scope{Value: value, Contexts: contexts, Reached: reached}.Judge(c, ctx)
//	if verdict.Failed {
//		diags = append(diags, condition.Unmet(c, hcl.DiagError, "Image precondition failed", verdict.Message, ctx))
//	}
package condition
