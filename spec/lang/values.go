package lang

import (
	"fmt"
	"time"
)

// Values are the settings of a block, evaluated. What is not given, is null or is
// not known is in none of them. A nil one is of a block that is not there.
type Values struct {
	Labels    []string
	Arguments map[string]any       // by name: string, float64, bool, []string or map[string]float64; int and time.Duration by their Form
	Unknown   map[string]bool      // arguments whose values are not known, in a partial configuration
	Blocks    map[string][]*Values // by type, as they stand
}

// Of returns the value of an argument of a settings block, or the zero one.
func Of[T string | bool | int | float64 | time.Duration | []string | map[string]float64](v *Values, name string) T {
	value, _ := Given[T](v, name)
	return value
}

// Given is Of, and tells whether there is a value.
func Given[T string | bool | int | float64 | time.Duration | []string | map[string]float64](v *Values, name string) (value T, given bool) {
	if v == nil {
		return value, false
	}
	value, given = v.Arguments[name].(T)
	return value, given
}

// Pointer is Of for arguments of which no value is another case than any.
func Pointer[T int | float64](v *Values, name string) *T {
	if value, given := Given[T](v, name); given {
		return &value
	}
	return nil
}

// Text returns the value of a text argument, or "".
func (v *Values) Text(name string) string { return Of[string](v, name) }

// IsUnknown reports whether an argument has a value that is not known yet.
func (v *Values) IsUnknown(name string) bool { return v != nil && v.Unknown[name] }

// Block returns the one block of a type, or nil.
func (v *Values) Block(blockType string) *Values {
	if v == nil || len(v.Blocks[blockType]) == 0 {
		return nil
	}
	return v.Blocks[blockType][0]
}

// Format prints no value: one may be a token.
func (v *Values) Format(f fmt.State, _ rune) { fmt.Fprint(f, "settings") }

// Problem is what is wrong with a setting.
type Problem struct {
	Argument string // where it is; where it is not given, the block's header
	Detail   string // full sentences: what, why, what to do

	// Given is the word that is wrong, and Known are those that it may be a slip
	// of; with any, the detail ends in a suggestion where one is near.
	Given string
	Known []string
}
