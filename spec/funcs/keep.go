package funcs

import (
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// keepingMarks is f, which does not forget the marks of its arguments where one of them is unknown. go-cty calls no function then, unless its
// parameter allows that, and drops the marks of every parameter that allows marks: tostring(image.a.width) would not tell that it depends on
// image.a.
func keepingMarks(f function.Function) function.Function {
	params, rest := f.Params(), f.VarParam()
	taken := make([]function.Parameter, len(params))
	for i, p := range params {
		taken[i] = anything(p)
	}
	spec := &function.Spec{Description: f.Description(), Params: taken, Type: f.ReturnTypeForValues}
	if rest != nil {
		all := anything(*rest)
		spec.VarParam = &all
	}
	spec.Impl = func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		result, err := f.Call(args)
		if err != nil || result.IsKnown() {
			return result, err
		}
		called := true
		for i, arg := range args {
			p := rest
			if i < len(params) {
				p = &params[i]
			}
			called = called && (p.AllowUnknown || arg.IsKnown()) && (p.AllowDynamicType || arg.Type() != cty.DynamicPseudoType)
		}
		if called {
			return result, nil // f has seen the marks and kept those that matter
		}
		for _, arg := range args {
			_, marks := arg.UnmarkDeep()
			result = result.WithMarks(marks)
		}
		return result, nil
	}
	return function.New(spec)
}

// anything is p for an argument that may be unknown or marked; whether null and of what type stays.
func anything(p function.Parameter) function.Parameter {
	p.AllowUnknown, p.AllowMarked, p.AllowDynamicType = true, true, true
	return p
}

// forgetful tells whether f is one that keepingMarks is for: a function of values, not of expressions, with a parameter that allows marks.
func forgetful(f function.Function) bool {
	params := f.Params()
	if rest := f.VarParam(); rest != nil {
		params = append(params, *rest)
	}
	allows := false
	for _, p := range params {
		if p.Type == customdecode.ExpressionClosureType {
			return false
		}
		allows = allows || p.AllowMarked
	}
	return allows
}
