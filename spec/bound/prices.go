package bound

import (
	"math/bits"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// What things take, in units of some 50 nanoseconds of processor time, as measured
// with values of 20,000 to 200,000 parts, and with what the collector of garbage takes
// for them. Whatever goes through values, makes them or compares them is charged by
// this one table, and by that of package funcs, which says how often a function does.
const (
	// PerCall is for a call of a function: its scope, its arguments and its result
	// are looked at several times, however small they are.
	PerCall = 30
	// perElement is for an element that a for expression or a splat goes through: each
	// has a scope of its own.
	perElement = 15
	// perNode is for a part of an expression each time that it is evaluated: a name
	// that is looked up, a text, an index. perOperator is for one that is called as a
	// function is, and perText for what becomes text, where a number takes long.
	perNode     = 3
	perOperator = 12
	perText     = 20

	// perPart is for going through an element of a list, a set or a tuple: go-cty
	// makes a number of its place each time.
	perPart = 3
	// perKey is for going through an element of a map or an object: their names are
	// put in order each time.
	perKey = 9
	// perTurn is for an element of a set and each time that the set can be halved:
	// its elements are put in order each time that one goes through it.
	perTurn = 6
	// perHash is for a part of what becomes an element of a set: it is written as
	// text, and that is hashed and compared.
	perHash = 30
	// perCompared is for a part of an element of a set where go-cty has no order for
	// the elements but that of what they are hashed by, which is written for each
	// comparison.
	perCompared = 20
	// bytesPerUnit is how much text is read or written in a unit.
	bytesPerUnit = 16
	// perMade is for an element of a function's result: its type is looked at once more.
	perMade = 2
	// compared is how often a side of a comparison is gone through, and what becomes a
	// list or a map because the other result of a condition differs.
	compared = 5
	// pairsPerUnit is how many pairs of types are compared in a unit.
	pairsPerUnit = 8
)

// maxPass bounds the time that going through one value takes, which nothing can
// interrupt.
const maxPass = 30_000_000

// CostOf is what it takes to evaluate an expression once, without what its functions and
// loops take.
func CostOf(expr hcl.Expression) int {
	cost := perNode
	if node, ok := expr.(hclsyntax.Node); ok {
		_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
			switch n := n.(type) {
			case *hclsyntax.BinaryOpExpr, *hclsyntax.UnaryOpExpr, *hclsyntax.ConditionalExpr:
				cost += perOperator
			case *hclsyntax.TemplateExpr:
				cost += perText * len(n.Parts)
			default:
				cost += perNode
			}
			return nil
		})
	}
	return cost
}

// through is what it takes to go once through the elements of a value, not through
// what is inside of them. The parts of an element are needed for a set alone.
func through(ty cty.Type, n, parts int) int {
	switch {
	case ty.IsSetType():
		if !ty.ElementType().IsPrimitiveType() {
			return Product(n, perPart+bits.Len(uint(n))*(perTurn+Product(perCompared, parts)))
		}
		return Product(n, perPart+bits.Len(uint(n))*perTurn)
	case ty.IsMapType() || ty.IsObjectType():
		return Product(n, perKey)
	}
	return Product(n, perPart)
}

// Hashing is what it takes to make a set of what weighs so much, and to go through it so
// often.
func Hashing(l Load, turns int) int {
	return Product(l.Nodes, perHash+turns*perTurn*bits.Len(uint(l.Nodes))) + l.Text/bytesPerUnit
}
