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

// A meteredFunc is a function of the table with what its calls need to know of it, looked up once: a plan makes a hundred thousand of them.
type meteredFunc struct {
	function.Function
	params []parameter
	rest   *parameter // nil where there are no more than params

	growth   growth
	discreet bool // its errors tell nothing of the arguments
	converts bool // a parameter is ofAny
}

// A parameter is what one is to the meter.
type parameter struct {
	name    string
	ty      cty.Type
	ofAny   bool // it is a collection whose elements may have any one type
	closure bool // it is an expression, not a value
	through bool // the function goes through all of the argument
}

func metered(name string, f function.Function, meter *bound.Meter) function.Function {
	m := &meteredFunc{Function: f, growth: growths[name], discreet: isConversion(name)}
	spec := &function.Spec{Description: f.Description(), Type: func(args []cty.Value) (cty.Type, error) { return m.returnType(args, meter) }}
	take := func(p function.Parameter) function.Parameter {
		about := parameter{p.Name, p.Type, ofAnyType(p), p.Type == customdecode.ExpressionClosureType, !p.AllowMarked || goesThrough[name]}
		m.params = append(m.params, about)
		m.converts = m.converts || about.ofAny
		return unconverted(anything(p), meter)
	}
	for _, p := range f.Params() {
		spec.Params = append(spec.Params, take(p))
	}
	if rest := f.VarParam(); rest != nil {
		all := take(*rest)
		spec.VarParam = &all
		last := len(m.params) - 1
		m.rest, m.params = &m.params[last], m.params[:last]
	}
	spec.Impl = func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if meter == nil {
			return m.call(args, new(bound.Meter), true)
		}
		return m.call(args, meter, false)
	}
	return function.New(spec)
}

// returnType leaves it to the call to tell, which is made once, wherever there is a call.
func (f *meteredFunc) returnType(args []cty.Value, meter *bound.Meter) (cty.Type, error) {
	for i, arg := range args {
		unsure := meter != nil && arg.Type() == cty.DynamicPseudoType && f.parameter(i).ofAny
		if arg.IsKnown() || unsure {
			return cty.DynamicPseudoType, nil
		}
	}
	return f.ReturnTypeForValues(args)
}

// call makes one call, which a meter that is alone refuses by an error: nobody else looks at it.
func (f *meteredFunc) call(args []cty.Value, m *bound.Meter, alone bool) (cty.Value, error) {
	if m.Exceeded() || m.Interrupted() {
		return cty.DynamicVal, nil // whatever comes now is worth nothing, and is to come soon
	}
	if f.converts {
		var err error
		if args, err = f.converted(args, m); err != nil {
			return cty.NilVal, err
		}
	}
	if !f.affordable(args, m) {
		m.Exhaust()
		return cty.NilVal, errTooMuch
	}
	result, err := f.Call(args)
	switch {
	case err != nil && f.discreet:
		return cty.NilVal, err
	case err != nil:
		return cty.NilVal, discreet(err, f.nameOf, args)
	case m.Make(result):
		return result, nil
	case alone:
		return cty.NilVal, errTooMuch
	}
	return cty.DynamicVal, nil
}

// parameter is the one of the argument at a place. Those behind the last are the rest.
func (f *meteredFunc) parameter(i int) *parameter {
	if i < len(f.params) {
		return &f.params[i]
	}
	return f.rest
}

func (f *meteredFunc) nameOf(i int) string { return f.parameter(i).name }

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
func (f *meteredFunc) converted(args []cty.Value, m *bound.Meter) ([]cty.Value, error) {
	args = slices.Clone(args)
	for i, arg := range args {
		p := f.parameter(i)
		if !p.ofAny {
			continue
		}
		if list, ok := gather(arg, p.ty); ok {
			args[i] = list
			continue
		}
		if ty := arg.Type(); ty.IsTupleType() && !m.Spend(bound.Product(ty.Length(), ty.Length())/4) {
			return nil, errTooMuch
		}
		v, err := convert.Convert(arg, p.ty)
		if err != nil {
			return nil, function.NewArgError(i, err)
		}
		args[i] = v
	}
	return args, nil
}

// affordable counts a call, and reports whether the meter lets it be.
func (f *meteredFunc) affordable(args []cty.Value, m *bound.Meter) bool {
	work, known := 1, true
	var all bound.Load
	for i, arg := range args {
		p := f.parameter(i)
		if p.closure {
			known = false
			continue
		}
		bare, _ := arg.Unmark()
		known = known && bare.IsKnown() && !bare.IsNull()
		if ty := bare.Type(); !p.through && !ty.IsPrimitiveType() {
			if bare.IsKnown() && !bare.IsNull() && (ty.IsCollectionType() || ty.IsTupleType()) {
				work += bare.LengthInt()
				all.Nodes += bare.LengthInt()
			}
			continue
		}
		load := bound.Measure(arg, maxNodes)
		if load.Over || bound.Excessive(bare) {
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
	if !known || f.growth == nil {
		return true
	}
	bare := make([]cty.Value, len(args))
	for i, arg := range args {
		bare[i], _ = arg.Unmark()
	}
	elements, text, more := f.growth(bare, all)
	return m.Spend(more) && elements <= bound.MaxElements && text <= bound.MaxText
}

// maxNodes is how many parts of values one call goes through.
const maxNodes = bound.MaxElements

// goesThrough lists the functions that go through all of what they are given though they take its marks as they are.
var goesThrough = map[string]bool{"jsonencode": true, "yamlencode": true, "flatten": true, "ephemeralasnull": true}
