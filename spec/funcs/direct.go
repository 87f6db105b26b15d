package funcs

import "github.com/zclconf/go-cty/cty"

// directly lists the functions that look at a collection from outside, each as it is called where all that it looks at is known. What go-cty
// does around a function goes through all of the collection, once for each of a hundred thousand images that look up their own row.
var directly = map[string]func(args []cty.Value) (result cty.Value, done bool, err error){
	"length": lengthDirectly,
	"lookup": lookupDirectly,
}

func lengthDirectly(args []cty.Value) (cty.Value, bool, error) {
	bare, marks := args[0].Unmark()
	if ty := bare.Type(); !bare.IsKnown() || bare.IsNull() || !isSequence(ty) && !ty.IsMapType() && !ty.IsObjectType() {
		return cty.NilVal, false, nil
	}
	length, err := lengthOf(bare)
	return length.WithMarks(marks), true, err
}

func lookupDirectly(args []cty.Value) (cty.Value, bool, error) {
	for _, arg := range args[:2] {
		if bare, _ := arg.Unmark(); !bare.IsKnown() || bare.IsNull() {
			return cty.NilVal, false, nil
		}
	}
	ty, err := lookupType(args)
	if err != nil {
		return cty.NilVal, true, err
	}
	v, err := lookupElement(args, ty)
	return v, true, err
}
