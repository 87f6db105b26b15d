package funcs

import (
	"gesso/spec/bound"
)

// A price is what a call takes beside its growth, for what it is given: see bound's prices for the units.
type price struct {
	passes  int  // how often all of the arguments is gone through, by the function and by what looks for marks and types around it
	each    int  // for each part of them beside that
	hashes  bool // the parts become elements of a set
	turns   int  // how often such a set is gone through
	unifies bool // it looks for one type of all arguments, or of all elements of one
}

// usual is the price of most functions: what stands around each looks through the arguments for marks when it asks for the type of the result,
// and when it calls; the function goes through them itself, and so does the one that it makes of the arguments.
var usual = price{passes: 5, each: 10}

// prices are those of the functions that took more or less than usual when all were measured with 10,000 elements: numbers, texts and objects in
// tuples, lists, sets, objects and maps.
var prices = map[string]price{
	// They look at a collection from outside.
	"length": {}, "lookup": {}, "try": {}, "can": {},
	// They stand in one or two functions more, which look for marks too.
	"merge": {passes: 12, each: 30}, "keys": {passes: 7, each: 20}, "values": {passes: 7, each: 20}, "flatten": {passes: 9, each: 10},
	"zipmap": {passes: 8, each: 40},
	// They write each part, and look for marks in all of it before.
	"jsonencode": {passes: 7, each: 20}, "yamlencode": {passes: 7, each: 40}, "join": {passes: 6, each: 30},
	// They look for one type.
	"setproduct": {passes: 6, each: 20, unifies: true}, "coalesce": {passes: 5, each: 10, unifies: true},
	"coalescelist": {passes: 5, each: 10, unifies: true},
	// They make sets, and some of them go through these.
	"toset": {passes: 5, each: 10, hashes: true}, "distinct": {passes: 6, each: 10, hashes: true}, "matchkeys": {passes: 5, each: 10, hashes: true},
	"setunion": {passes: 5, each: 10, hashes: true, turns: 3}, "setintersection": {passes: 5, each: 10, hashes: true, turns: 4},
	"setsubtract": {passes: 5, each: 10, hashes: true, turns: 4},
}

func priceOf(name string) price {
	if p, ok := prices[name]; ok {
		return p
	}
	return usual
}

// of is the price of a call for arguments that weigh so much together.
func (p price) of(all bound.Load) int {
	work := bound.PerCall + bound.Product(max(p.passes, 1), all.Work) + bound.Product(p.each, all.Nodes) + all.Text/16
	if p.hashes {
		work += bound.Hashing(all, p.turns)
	}
	return work
}
