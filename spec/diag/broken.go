package diag

import "github.com/zclconf/go-cty/cty"

// BrokenMark marks the value of what has an error that is reported: what is
// made from it has no error of its own.
type BrokenMark struct{}

// Broken is such a value of a type.
func Broken(ty cty.Type) cty.Value { return cty.UnknownVal(ty).Mark(BrokenMark{}) }
