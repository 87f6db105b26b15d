package funcs

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
	"gesso/spec/conform"
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

	price
	growth   growth
	direct   func([]cty.Value) (cty.Value, bool, error) // nil for most: see directly
	discreet bool                                       // its errors tell nothing of the arguments
}

// A parameter is what one is to the meter.
type parameter struct {
	name    string
	ty      cty.Type
	closure bool // it is an expression, not a value
}

func metered(name string, f function.Function, meter *bound.Meter) function.Function {
	m := &meteredFunc{Function: f, price: priceOf(name), growth: growths[name], direct: directly[name], discreet: isConversion(name)}
	spec := &function.Spec{Description: f.Description(), Type: func(args []cty.Value) (cty.Type, error) { return m.returnType(args, meter) }}
	take := func(p function.Parameter) function.Parameter {
		m.params = append(m.params, parameter{p.Name, p.Type, p.Type == customdecode.ExpressionClosureType})
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

// unconverted is p for an argument that is not converted before the call, which is not weighed then. The type of a parameter stands in
// descriptions of the functions, which need no meter.
func unconverted(p function.Parameter, meter *bound.Meter) function.Parameter {
	if meter != nil && p.Type != customdecode.ExpressionClosureType {
		p.Type = cty.DynamicPseudoType
	}
	return p
}

// returnType leaves it to the call to tell, which is made once, wherever there is a call.
func (f *meteredFunc) returnType(args []cty.Value, meter *bound.Meter) (cty.Type, error) {
	for _, arg := range args {
		if bound.Open(arg).IsKnown() {
			return cty.DynamicPseudoType, nil
		}
	}
	if meter != nil {
		var err error
		if args, err = f.converted(args); err != nil {
			return cty.NilType, err
		}
	}
	return f.ReturnTypeForValues(args)
}

// call makes one call, which a meter that is alone refuses by an error: nobody else looks at it.
func (f *meteredFunc) call(args []cty.Value, m *bound.Meter, alone bool) (cty.Value, error) {
	if m.Exceeded() || m.Interrupted() {
		return cty.DynamicVal, nil // whatever comes now is worth nothing, and is to come soon
	}
	args = opened(args)
	all, ok := f.weigh(args)
	if !ok || !m.Spend(f.price.of(all)) {
		m.Exhaust()
		return cty.NilVal, errTooMuch
	}
	args, err := f.converted(args)
	if err != nil {
		return cty.NilVal, err
	}
	if !f.alike(args, m) || !f.affordable(args, all, m) {
		m.Exhaust()
		return cty.NilVal, errTooMuch
	}
	result, err := f.made(args)
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

func (f *meteredFunc) made(args []cty.Value) (cty.Value, error) {
	if f.direct != nil {
		if result, done, err := f.direct(args); done {
			return result, err
		}
	}
	return f.Call(args)
}

// parameter is the one of the argument at a place. Those behind the last are the rest.
func (f *meteredFunc) parameter(i int) *parameter {
	if i < len(f.params) {
		return &f.params[i]
	}
	return f.rest
}

func (f *meteredFunc) nameOf(i int) string { return f.parameter(i).name }

func opened(args []cty.Value) []cty.Value {
	args = slices.Clone(args)
	for i, arg := range args {
		args[i] = bound.Open(arg)
	}
	return args
}

// converted is the arguments of a call converted to the parameters' types, as HCL does it, which compares the types of a tuple's elements in
// pairs: a quarter of an hour for 100,000 of them. The error is about the first argument that is not suitable, and tells of the others. The slice
// is the caller's own.
func (f *meteredFunc) converted(args []cty.Value) ([]cty.Value, error) {
	first, wrong := 0, []string(nil)
	for i, arg := range args {
		ty := f.parameter(i).ty
		if f.parameter(i).closure || ty == cty.DynamicPseudoType || arg.Type().Equals(ty) {
			continue
		}
		v, err := conform.Convert(arg, ty)
		switch {
		case err == nil:
			args[i] = v
		case wrong == nil:
			first, wrong = i, []string{err.Error()}
		default:
			wrong = append(wrong, fmt.Sprintf("%q: %v", f.nameOf(i), err))
		}
	}
	if wrong != nil {
		return nil, function.NewArgErrorf(first, "%s", strings.Join(wrong, "; and for "))
	}
	return args, nil
}

// alike makes lists and maps of arguments for which the function wants one type: see bound.Meter.Alike. The slice is the caller's own.
func (f *meteredFunc) alike(args []cty.Value, m *bound.Meter) bool {
	for i, arg := range args {
		if !f.unifies {
			break
		}
		made, ok := m.Alike(arg)
		if !ok {
			return false
		}
		args[i] = made
	}
	return true
}

// weigh is what the arguments weigh together, with their texts where these decide how much is made. It reports whether the function may go
// through them at all.
func (f *meteredFunc) weigh(args []cty.Value) (all bound.Load, ok bool) {
	for i, arg := range args {
		bare, _ := arg.Unmark()
		switch {
		case f.parameter(i).closure:
		case bound.Excessive(bare):
			return all, false
		case f.passes == 0 && !bare.Type().IsPrimitiveType() && !bare.Type().IsSetType(): // it is looked at from outside
		case f.growth != nil || f.hashes:
			all.Add(bound.Measure(arg, maxNodes))
		default:
			all.Add(bound.Gauge(arg, maxNodes))
		}
	}
	return all, !all.Over && all.Nodes <= maxNodes
}

// affordable counts what a call makes, and reports whether the meter lets it be.
func (f *meteredFunc) affordable(args []cty.Value, all bound.Load, m *bound.Meter) bool {
	if f.growth == nil {
		return true
	}
	bare := make([]cty.Value, len(args))
	for i, arg := range args {
		bare[i], _ = arg.Unmark()
		if f.parameter(i).closure || !bare[i].IsKnown() || bare[i].IsNull() {
			return true
		}
	}
	elements, text, more := f.growth(bare, all)
	return m.Spend(more) && elements <= bound.MaxElements && text <= bound.MaxText
}

// maxNodes is how many parts of values one call goes through.
const maxNodes = bound.MaxElements
