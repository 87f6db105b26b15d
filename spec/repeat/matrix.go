package repeat

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/origin"
	"gesso/spec/source"
)

// Axis is one argument of a matrix: a name and the values that it takes.
type Axis struct {
	name   string
	values []cty.Value
	texts  []string // of the values, as keys have them
}

// Name is what a block calls the axis.
func (a Axis) Name() string { return a.name }

// Texts are its values, as keys have them, in the order in which they are written. The
// slice is shared.
func (a Axis) Texts() []string { return a.texts }

// Axes are the axes in the value of an expression.
func Axes(expr hcl.Expression, value cty.Value) ([]Axis, cty.Value, hcl.Diagnostics) {
	bare, marks := value.UnmarkDeep()
	value = cty.True.WithMarks(marks)
	if origin.Of(marks).Broken {
		return nil, value, nil
	}
	refuse := func(format string, args ...any) ([]Axis, cty.Value, hcl.Diagnostics) {
		return nil, value, diag.ProblemAt(expr.Range(), "Invalid matrix argument", format, args...)
	}
	ty := bare.Type()
	switch {
	case !bare.IsWhollyKnown():
		return nil, value, unknownExpansion("matrix", expr.Range())
	case bare.IsNull() || !ty.IsObjectType() && !ty.IsMapType():
		return refuse("A matrix is an object of lists, such as { style = [\"ink\", \"oil\"], animal = [\"fox\", \"owl\"] }: there is one image for each combination.")
	case bare.LengthInt() == 0:
		return refuse("The matrix has no axis. Give it lists of values, such as { style = [\"ink\", \"oil\"] }, or leave it out for one image.")
	}
	attrs := bare.AsValueMap()
	var axes []Axis
	for _, name := range writtenOrder(expr, attrs) {
		a, why := newAxis(name, attrs[name])
		if why != "" {
			return refuse("The axis %q of the matrix %s.", name, why)
		}
		axes = append(axes, a)
	}
	return axes, value, nil
}

// writtenOrder lists the attributes of an object in the order of its
// expression, if that is one of the object itself.
func writtenOrder(expr hcl.Expression, attrs map[string]cty.Value) []string {
	sorted := slices.Sorted(maps.Keys(attrs))
	pairs, diags := hcl.ExprMap(source.BareExpression(expr))
	if diags.HasErrors() {
		return sorted
	}
	var order []string
	for _, pair := range pairs {
		name := config.WordOf(pair.Key)
		if _, exists := attrs[name]; !exists || slices.Contains(order, name) {
			return sorted // a key that is computed
		}
		order = append(order, name)
	}
	return order
}

func newAxis(name string, value cty.Value) (Axis, string) {
	a := Axis{name: name}
	if value.IsNull() || !value.CanIterateElements() || value.Type().IsMapType() || value.Type().IsObjectType() {
		return a, "is not a list. Write the values that it takes between brackets, such as [\"ink\", \"oil\"]"
	}
	if value.LengthInt() > MaxInstances {
		return a, "has too many values"
	}
	seen := map[string]bool{}
	for it := value.ElementIterator(); it.Next(); {
		_, element := it.Element()
		text, err := convert.Convert(element, cty.String)
		if err != nil || element.IsNull() {
			return a, "has a value that is null, or neither a string, a number nor a bool. Such values name the instances; look objects up by them, as with local.styles[matrix.style]"
		}
		if seen[text.AsString()] {
			return a, "has the value " + address.Quote(text.AsString()) + " twice. Each combination is one image: take one of them away, or wrap the list in distinct(...)"
		}
		seen[text.AsString()] = true
		a.values, a.texts = append(a.values, element), append(a.texts, text.AsString())
	}
	return a, ""
}

// Matrix combines all values of the axes. The key of a combination
// is its values, separated by commas: it stays the same whatever else is added
// to an axis or taken away.
func Matrix(axes []Axis, rng hcl.Range) ([]Occurrence, hcl.Diagnostics) {
	total := 1
	for _, a := range axes {
		if total *= len(a.values); total > MaxInstances {
			return nil, diag.ProblemAt(rng, "Invalid matrix argument", "The matrix has more than %d combinations. Use fewer values.", MaxInstances)
		}
	}
	made := make([]Occurrence, 0, total)
	for n := range total {
		attrs := make(map[string]cty.Value, len(axes))
		texts := make([]string, len(axes))
		for i := len(axes) - 1; i >= 0; i-- {
			a := axes[i]
			attrs[a.name], texts[i] = a.values[n%len(a.values)], a.texts[n%len(a.values)]
			n /= len(a.values)
		}
		made = append(made, Occurrence{address.NameKey(strings.Join(texts, ",")), "matrix", &meaning{value: cty.ObjectVal(attrs), axes: &axes}})
	}
	slices.SortFunc(made, func(a, b Occurrence) int { return address.CompareKeys(a.Key, b.Key) })
	for i := 1; i < len(made); i++ {
		if made[i].Key == made[i-1].Key {
			return nil, diag.ProblemAt(rng, "Invalid matrix argument",
				"Two combinations of the matrix have the same key, %s, because of commas in its values. Leave the commas out.", address.Quote(made[i].Key.Text()))
		}
	}
	return made, nil
}
