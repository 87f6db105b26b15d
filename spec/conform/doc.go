// Package conform gives values other types, as package convert of go-cty does, in a
// time that grows as the value does.
//
// To make a list, a set or a map of a tuple or an object, go-cty compares the types of
// all elements with each other, in pairs, even where all are the same: a quarter of an
// hour for the 100,000 rows that a for expression makes. Here each type is looked at once.
//
//	list, err := conform.Convert(tuple, cty.List(cty.String))
//
// Its promise: the value, and the error, are those of convert.Convert. It is not for
// deciding which types may become which; that stays with go-cty.
package conform
