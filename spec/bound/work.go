package bound

import "github.com/zclconf/go-cty/cty"

const (
	// MaxElements bounds the elements that one call of a function makes or goes
	// through, and those that all calls of one evaluation make.
	MaxElements = 4_000_000
	// MaxParts bounds the parts of a value that is gone through.
	MaxParts = 10_000_000
	// MaxText bounds the text of one call's result, in bytes.
	MaxText = 64 << 20
	// maxMade bounds the text of all results of one evaluation, in bytes.
	maxMade = 256 << 20

	// maxWork bounds the time that one evaluation takes, in units: see prices.go.
	maxWork = 120_000_000
	// maxAllWork bounds the same of all evaluations.
	maxAllWork = 220_000_000

	// maxHeld and maxHeldText bound the elements and the text of the values that
	// evaluations leave behind.
	maxHeld     = 8_000_000
	maxHeldText = 256 << 20

	// maxBits bounds a number, to some 10,000 decimal digits before and after
	// its point; maxDigits the text that may stand for one. To read or write a
	// number takes the square of its length.
	maxBits   = 33_220
	maxDigits = 100_000
)

// work is what functions have cost.
type work struct {
	done, made, elements int // of the evaluation at hand
	allDone              int
	held, heldText       int
}

func (w *work) begin() { w.done, w.made, w.elements = 0, 0, 0 }

func (w *work) exceeded(by int) bool {
	return w.done > maxWork/by || w.made > maxMade/by || w.elements > MaxElements/by || w.allDone > maxAllWork/by || w.held > maxHeld/by || w.heldText > maxHeldText/by
}

// Spend counts work that is about to be done, and reports whether it may be.
func (m *Meter) Spend(values int) bool {
	m.done += values
	m.allDone += values
	return !m.over()
}

// Spent is the work of the evaluation at hand, in units.
func (m *Meter) Spent() int { return m.done }

// Exhaust makes the evaluation at hand one that takes too much.
func (m *Meter) Exhaust() { m.exhausted = true }

// Make counts the result of a function: what it holds itself, not what its
// elements hold. It reports whether the result may be used.
func (m *Meter) Make(value cty.Value) bool {
	if Excessive(value) {
		m.exhausted = true
	}
	elements, text := size(value)
	m.elements += elements
	m.made += text
	return m.Spend(Product(elements, perMade))
}

// Hold counts a value that stays, as Make counts one.
func (m *Meter) Hold(value cty.Value) {
	elements, text := size(value)
	m.held += elements
	m.heldText += text
}

// size is how many elements a value has, or bytes.
func size(value cty.Value) (elements, text int) {
	value, _ = value.Unmark()
	switch ty := value.Type(); {
	case !value.IsKnown() || value.IsNull():
	case ty == cty.String:
		return 0, len(value.AsString())
	case ty.IsObjectType():
		return len(ty.AttributeTypes()), 0
	case ty.IsTupleType():
		return len(ty.TupleElementTypes()), 0
	case ty.IsCollectionType():
		return value.LengthInt(), 0
	}
	return 0, 0
}

// MeasureType reports whether values of a type have more parts than most, or
// nest deeper than can be gone through.
func MeasureType(ty cty.Type, most int) (over bool) {
	nodes := 0
	var add func(ty cty.Type, depth int)
	add = func(ty cty.Type, depth int) {
		nodes++
		if over = over || nodes > most || depth > maxWeight/nestingWeight; over {
			return
		}
		switch {
		case ty.IsObjectType():
			for _, attribute := range ty.AttributeTypes() {
				add(attribute, depth+1)
			}
		case ty.IsTupleType():
			for _, element := range ty.TupleElementTypes() {
				add(element, depth+1)
			}
		}
	}
	add(ty, 0)
	return over
}

// Excessive tells whether a value is a number that is too long to be written,
// or a text that is one too long to be read.
func Excessive(value cty.Value) bool {
	value, _ = value.Unmark()
	if !value.IsKnown() || value.IsNull() {
		return false
	}
	switch value.Type() {
	case cty.Number:
		f := value.AsBigFloat()
		exponent := f.MantExp(nil)
		return !f.IsInf() && (exponent > maxBits || exponent < -maxBits)
	case cty.String:
		text := value.AsString()
		return len(text) > maxDigits && numeric(text)
	}
	return false
}

func numeric(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return false
		}
	}
	return true
}

// LongNumber tells whether a text has more digits in a row than can be read as
// a number.
func LongNumber(text string) bool {
	run := 0
	for i := range len(text) {
		if run++; text[i] < '0' || text[i] > '9' {
			run = 0
		}
		if run > maxDigits {
			return true
		}
	}
	return false
}
