package funcs

import (
	"math"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

const (
	// maxText is the most that one argument may make a text grow to, in bytes.
	maxText = 64 << 20
	// maxWidth is the widest verb of a format, in characters.
	maxWidth = 1 << 20
	// maxProduct is the most elements that setproduct makes.
	maxProduct = 1_000_000
)

// guarded is f with its arguments checked first: f would panic on what check refuses, or fill the memory. check sees the arguments without
// their marks, and only when all are known. The result of f is never null.
func guarded(f function.Function, check func(args []cty.Value) error) function.Function {
	return function.New(&function.Spec{
		Description: f.Description(),
		Params:      f.Params(),
		VarParam:    f.VarParam(),
		Type: func(args []cty.Value) (cty.Type, error) {
			bare := make([]cty.Value, len(args))
			known := true
			for i, arg := range args {
				bare[i], _ = arg.UnmarkDeep()
				known = known && bare[i].IsKnown()
			}
			if known {
				if err := check(bare); err != nil {
					return cty.NilType, err
				}
			}
			return f.ReturnTypeForValues(args)
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return f.Call(args)
		},
	})
}

// withoutNull is f, but takes no null, which go-cty's contains does and Terraform's does not.
func withoutNull(f function.Function) function.Function {
	params := f.Params()
	for i := range params {
		params[i].AllowNull = false
	}
	return function.New(&function.Spec{
		Description:  f.Description(),
		Params:       params,
		Type:         f.ReturnTypeForValues,
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return f.Call(args)
		},
	})
}

// withNullLiteral is f, which formats null, but not the null of an expression, whose type is not known: there it would return a value that is
// never known.
func withNullLiteral(f function.Function) function.Function {
	rest := *f.VarParam()
	rest.AllowDynamicType = true
	typed := func(args []cty.Value) []cty.Value {
		args = slices.Clone(args)
		for i, arg := range args {
			if bare, marks := arg.Unmark(); bare.IsNull() && bare.Type() == cty.DynamicPseudoType {
				args[i] = cty.NullVal(cty.String).WithMarks(marks)
			}
		}
		return args
	}
	return function.New(&function.Spec{
		Description: f.Description(),
		Params:      f.Params(),
		VarParam:    &rest,
		Type: func(args []cty.Value) (cty.Type, error) {
			return f.ReturnTypeForValues(typed(args))
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return f.Call(typed(args))
		},
	})
}

func notNull(b *cty.RefinementBuilder) *cty.RefinementBuilder {
	return b.NotNull()
}

func checkLog(args []cty.Value) error {
	num, base := float(args[0]), float(args[1])
	if math.IsNaN(math.Log(num) / math.Log(base)) {
		return function.NewArgErrorf(0, "there is no logarithm of %g in base %g", num, base)
	}
	return nil
}

func checkPow(args []cty.Value) error {
	num, power := float(args[0]), float(args[1])
	if math.IsNaN(math.Pow(num, power)) {
		return function.NewArgErrorf(1, "%g to the power of %g is not a number", num, power)
	}
	return nil
}

func float(v cty.Value) float64 {
	f, _ := v.AsBigFloat().Float64()
	return f
}

// checkFormat refuses a verb with a width or precision that would make megabytes of padding, as "%999999999d".
func checkFormat(args []cty.Value) error {
	verb, digits := false, 0
	for _, r := range args[0].AsString() {
		switch {
		case r == '%':
			verb, digits = !verb, 0
		case !verb:
		case r >= '0' && r <= '9':
			digits = min(digits*10+int(r-'0'), maxWidth+1)
		case strings.ContainsRune("+-# .[]*", r):
			digits = 0
		default: // the letter that ends the verb
			verb = false
		}
		if digits > maxWidth {
			return function.NewArgErrorf(0, "a width, precision or argument number is greater than %d", maxWidth)
		}
	}
	return nil
}

func checkIndent(args []cty.Value) error {
	spaces, _ := args[0].AsBigFloat().Int64()
	if spaces < 0 {
		return function.NewArgErrorf(0, "the number of spaces must not be negative")
	}
	lines := int64(max(1, strings.Count(args[1].AsString(), "\n"))) // the spaces are made in any case
	if spaces > maxText/lines {
		return function.NewArgErrorf(0, "%d spaces before each line would make more than %d MiB", spaces, maxText>>20)
	}
	return nil
}

func checkSetProduct(args []cty.Value) error {
	product := 1
	for _, set := range args {
		if !isSequence(set.Type()) || !set.Length().IsKnown() {
			return nil // the function itself says what is wrong, or cannot tell yet
		}
		product *= set.LengthInt()
		if product > maxProduct {
			return function.NewArgErrorf(0, "the product of these sets has more than %d elements", maxProduct)
		}
	}
	return nil
}

func checkMerge(args []cty.Value) error {
	for i, arg := range args {
		if ty := arg.Type(); !arg.IsNull() && !ty.IsMapType() && !ty.IsObjectType() {
			return function.NewArgErrorf(i, "a map or object is required, not %s", ty.FriendlyName())
		}
	}
	return nil
}
