package bound

import (
	"github.com/zclconf/go-cty/cty"
)

// A Load is what a value weighs for what goes through all of it.
type Load struct {
	Nodes, Text int
	Indent      int // the text that indenting each part by its depth takes
	Work        int // what going through it once takes, in units
	Over        bool
}

// Add takes in another load.
func (l *Load) Add(other Load) {
	l.Nodes += other.Nodes
	l.Text += other.Text
	l.Indent += other.Indent
	l.Work += other.Work
	l.Over = l.Over || other.Over
}

// Measure goes through a value, or as far as most parts. A value that holds
// another many times can have more parts than there is time.
func Measure(value cty.Value, most int) Load {
	l := Load{}
	l.add(value, 0, most, true)
	return l
}

// Gauge is Measure without the text, and without going where all parts are of one
// type: the number of elements tells how much there is of them.
func Gauge(value cty.Value, most int) Load {
	l := Load{}
	l.add(value, 0, most, false)
	return l
}

// add takes in a part of a value: exactly with each text, or else by the types.
func (l *Load) add(value cty.Value, depth, most int, exact bool) {
	l.Nodes++
	l.Indent += 2 * depth
	if l.Over = l.Over || l.Nodes > most || depth > maxWeight/nestingWeight; l.Over {
		return
	}
	value, _ = value.Unmark()
	if !value.IsKnown() || value.IsNull() {
		return
	}
	ty := value.Type()
	if ty == cty.String {
		l.Text += len(value.AsString())
		return
	}
	if ty == cty.Number && exact {
		l.Text += digitsOf(value)
	}
	if l.Over = exact && Excessive(value); l.Over || ty.IsPrimitiveType() || !value.CanIterateElements() {
		return
	}
	n, parts := lengthOf(value), 0
	if ty.IsCollectionType() {
		parts = partsOf(ty.ElementType())
	}
	l.Work += through(ty, n, max(parts, 1))
	if l.Over = l.Work > maxPass || l.Nodes+n > most; l.Over {
		return
	}
	if !exact && parts > 0 {
		l.Nodes += Product(n, parts)
		l.Work += Product(n, (parts-1)*perKey)
		l.Over = l.Nodes > most || l.Work > maxPass
		return
	}
	if !exact && ty.IsTupleType() && primitive(ty.TupleElementTypes()) {
		l.Nodes += n
		return
	}
	for it := value.ElementIterator(); it.Next() && !l.Over; {
		key, element := it.Element()
		if ty.IsMapType() || ty.IsObjectType() {
			l.Text += len(key.AsString())
		}
		l.add(element, depth+1, most, exact)
	}
}

// digitsOf is how much text a number becomes, about.
func digitsOf(number cty.Value) int {
	exponent := number.AsBigFloat().MantExp(nil)
	return 4 + max(exponent, -exponent)/3
}

// lengthOf is how many elements a value has that is known, is not null and has
// elements.
func lengthOf(value cty.Value) int {
	switch ty := value.Type(); {
	case ty.IsObjectType():
		return len(ty.AttributeTypes())
	case ty.IsTupleType():
		return ty.Length()
	}
	return value.LengthInt()
}

// partsOf is how many parts each value of a type has, or 0 where the type does not
// tell.
func partsOf(ty cty.Type) int {
	switch {
	case ty.IsPrimitiveType():
		return 1
	case ty.IsObjectType():
		parts := 1
		for _, attribute := range ty.AttributeTypes() {
			if !attribute.IsPrimitiveType() {
				return 0
			}
			parts++
		}
		return parts
	}
	return 0
}

func primitive(types []cty.Type) bool {
	for _, ty := range types {
		if !ty.IsPrimitiveType() {
			return false
		}
	}
	return true
}
