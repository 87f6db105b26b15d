package funcs

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
)

// shallow is f, a decoder of text, that refuses what nests too deep: the decoders recurse, and Go cannot recover a stack that is used up.
func shallow(f function.Function) function.Function {
	return function.New(&function.Spec{
		Description: f.Description(),
		Params:      f.Params(),
		Type: func(args []cty.Value) (cty.Type, error) {
			text, _ := args[0].Unmark()
			if text.IsKnown() && !text.IsNull() {
				if shape := bound.ScanJSON([]byte(text.AsString())); shape.Over >= 0 {
					return cty.NilType, function.NewArgErrorf(0, "the text nests deeper than can be decoded")
				}
			}
			return f.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return f.Call(args)
		},
	})
}
