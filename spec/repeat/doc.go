// Package repeat is how often a block stands: the occurrences that a value of
// count, for_each or matrix makes, each with its key and what the block's
// expressions know it by.
//
// Its promises: the keys come in the order in which instances are made; a value that
// cannot decide them is refused with what to write instead; and what is not known
// yet is told apart from what is wrong, see AreUnknown.
//
// It evaluates no expression, and knows nothing of the instances that exist.
//
//	occurrences, diags := repeat.ForEach(value, "image", expr.Range())
//	for _, o := range occurrences {
//		evaluate(o.Key, o.Context(ctx))
//	}
package repeat
