// Package bound keeps text that nobody would write by hand from exhausting the
// process: the stack of HCL's parser and evaluator, which recurse as deep as
// brackets nest and operators chain, and which Go cannot recover from once it
// is used up; the memory for a text's tokens; and time and memory while
// expressions that multiply each other are evaluated.
//
// Scan looks at a text before it is parsed:
//
//	if shape := bound.Scan(src, false, 0); shape.Over >= 0 {
//		return fmt.Errorf("nested too deep at byte %d", shape.Over)
//	}
//
// A Meter belongs to a scope, and makes an evaluation in it end soon when it has
// taken too many steps or made too much text. What is evaluated holds none: it
// is prepared once, and may be evaluated in several scopes at the same time.
//
//	bound.Prepare(expr)
//	meter := new(bound.Meter)
//	meter.Join(scope)
//	value, diags := expr.Value(scope)
//	if meter.Exceeded() {
//		return errors.New("the expression takes too much")
//	}
//
// What things take is one table, in prices.go, and what a value weighs is told in
// one place, in load.go. The arguments of functions come to these as they are, sealed,
// so that nothing goes through one before it is weighed.
//
// The limits lie far above what people and their generators write; they are
// not for finding mistakes, and nothing sane is ever near them.
package bound
