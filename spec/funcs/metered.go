package funcs

import (
	"errors"
	"slices"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
)

// errTooMuch is the error of a call that would make, or go through, more than any that is meant.
var errTooMuch = errors.New("the call takes too much: it would make more elements or more text, or take more time, than anything that is meant; make fewer or smaller values")

// guardedTable is the functions of a table, each counted by the meter, which refuses what would take too much before it is done, and discreet
// about secrets. A nil meter lets each call take as much as one may.
func guardedTable(table map[string]function.Function, meter *bound.Meter) map[string]function.Function {
	guarded := make(map[string]function.Function, len(table))
	for name, f := range table {
		guarded[name] = metered(name, f, meter)
	}
	return guarded
}

func metered(name string, f function.Function, meter *bound.Meter) function.Function {
	params, rest := f.Params(), f.VarParam()
	taken := make([]function.Parameter, len(params))
	for i, p := range params {
		taken[i] = unconverted(anything(p), meter)
	}
	spec := &function.Spec{Description: f.Description(), Params: taken, Type: func(args []cty.Value) (cty.Type, error) {
		for i, arg := range args {
			unsure := meter != nil && arg.Type() == cty.DynamicPseudoType && ofAnyType(parameterAt(params, rest, i))
			if arg.IsKnown() || unsure {
				return cty.DynamicPseudoType, nil // the call tells, once
			}
		}
		return f.ReturnTypeForValues(args)
	}}
	if rest != nil {
		all := unconverted(anything(*rest), meter)
		spec.VarParam = &all
	}
	spec.Impl = func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		m := meter
		if m == nil {
			m = new(bound.Meter)
		}
		if m.Exceeded() || m.Interrupted() {
			return cty.DynamicVal, nil // whatever comes now is worth nothing, and is to come soon
		}
		args, err := converted(params, rest, args, m)
		if err != nil {
			return cty.NilVal, err
		}
		if !affordable(name, params, rest, args, m) {
			m.Exhaust()
			return cty.NilVal, errTooMuch
		}
		result, err := f.Call(args)
		if err != nil {
			if isConversion(name) {
				return cty.NilVal, err // which is discreet already
			}
			return cty.NilVal, discreet(err, params, rest, args)
		}
		switch {
		case m.Make(result):
			return result, nil
		case meter == nil:
			return cty.NilVal, errTooMuch
		}
		return cty.DynamicVal, nil
	}
	return function.New(spec)
}

// parameterAt is the parameter of the argument at a place. Those behind the last are the rest.
func parameterAt(params []function.Parameter, rest *function.Parameter, i int) function.Parameter {
	if i < len(params) {
		return params[i]
	}
	return *rest
}

// unconverted is p for an argument that is not converted before the call where that can take for ever: see converted. The type of a parameter
// stands in descriptions of the functions, which need no meter.
func unconverted(p function.Parameter, meter *bound.Meter) function.Parameter {
	if meter != nil && ofAnyType(p) {
		p.Type = cty.DynamicPseudoType
	}
	return p
}

// ofAnyType tells of a collection whose elements may have any one type.
func ofAnyType(p function.Parameter) bool {
	return p.Type.IsCollectionType() && p.Type.ElementType() == cty.DynamicPseudoType
}

// converted is the arguments of a call converted to the parameters' types where unconverted has kept HCL from doing so. To find the one type of
// a tuple's elements compares them in pairs: a minute for 50,000 of them.
func converted(params []function.Parameter, rest *function.Parameter, args []cty.Value, m *bound.Meter) ([]cty.Value, error) {
	args = slices.Clone(args)
	for i, arg := range args {
		p := parameterAt(params, rest, i)
		if !ofAnyType(p) {
			continue
		}
		if list, ok := gather(arg, p.Type); ok {
			args[i] = list
			continue
		}
		if ty := arg.Type(); ty.IsTupleType() && !m.Spend(bound.Product(ty.Length(), ty.Length())/4) {
			return nil, errTooMuch
		}
		v, err := convert.Convert(arg, p.Type)
		if err != nil {
			return nil, function.NewArgError(i, err)
		}
		args[i] = v
	}
	return args, nil
}

// affordable counts a call, and reports whether the meter lets it be.
func affordable(name string, params []function.Parameter, rest *function.Parameter, args []cty.Value, m *bound.Meter) bool {
	bare := make([]cty.Value, len(args))
	work, known := 1, true
	var all bound.Load
	for i, arg := range args {
		p := parameterAt(params, rest, i)
		bare[i], _ = arg.Unmark()
		if p.Type == customdecode.ExpressionClosureType {
			known = false
			continue
		}
		known = known && arg.IsKnown() && !bare[i].IsNull()
		through := !p.AllowMarked || goesThrough[name]
		if ty := bare[i].Type(); !through && !ty.IsPrimitiveType() {
			if bare[i].IsKnown() && !bare[i].IsNull() && (ty.IsCollectionType() || ty.IsTupleType()) {
				work += bare[i].LengthInt()
				all.Nodes += bare[i].LengthInt()
			}
			continue
		}
		load := bound.Measure(arg, maxNodes)
		if load.Over || bound.Excessive(bare[i]) {
			return false
		}
		all.Nodes += load.Nodes
		all.Text += load.Text
		all.Indent += load.Indent
		work += load.Nodes + load.Text/16
	}
	if !m.Spend(work) || all.Nodes > maxNodes {
		return false
	}
	growth := growths[name]
	if !known || growth == nil {
		return true
	}
	elements, text, more := growth(bare, all)
	return m.Spend(more) && elements <= bound.MaxElements && text <= bound.MaxText
}

// maxNodes is how many parts of values one call goes through.
const maxNodes = bound.MaxElements

// goesThrough lists the functions that go through all of what they are given though they take its marks as they are.
var goesThrough = map[string]bool{"jsonencode": true, "yamlencode": true, "flatten": true, "ephemeralasnull": true}
