package funcs

import (
	"errors"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
)

var errDeep = errors.New("the text nests deeper than can be decoded")

// shallow is f, a decoder of text, that refuses what nests too deep: the decoders recurse, and Go cannot recover a stack that is used up.
func shallow(f function.Function) function.Function {
	return function.New(&function.Spec{
		Description: f.Description(),
		Params:      f.Params(),
		Type: func(args []cty.Value) (cty.Type, error) {
			text, _ := args[0].Unmark()
			if text.IsKnown() && !text.IsNull() {
				args = []cty.Value{withoutByteOrderMark(args[0])}
				if err := checkText(text.AsString()); err != nil {
					return cty.NilType, function.NewArgError(0, err)
				}
				if shape := bound.ScanJSON([]byte(text.AsString())); shape.Over >= 0 {
					return cty.NilType, function.NewArgError(0, errDeep)
				}
			}
			return f.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, err := f.Call([]cty.Value{withoutByteOrderMark(args[0])})
			if err == nil && bound.Measure(v, maxNodes).Over {
				return cty.NilVal, errTooMuch
			}
			return v, err
		},
	})
}

// checkText refuses a text that is none, or that has a number in it which would take too long to be read.
func checkText(text string) error {
	if strings.ContainsRune(text, 0) {
		return errors.New("the text has NUL characters, as a file in UTF-16 has: save it in UTF-8, or decode it with textdecodebase64(filebase64(...), \"UTF-16LE\")")
	}
	if bound.LongNumber(text) {
		return errTooMuch
	}
	return nil
}

// withoutByteOrderMark takes off what some editors write before UTF-8.
func withoutByteOrderMark(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	if !bare.IsKnown() || bare.IsNull() || !strings.HasPrefix(bare.AsString(), byteOrderMark) {
		return v
	}
	return cty.StringVal(strings.TrimPrefix(bare.AsString(), byteOrderMark)).WithMarks(marks)
}
