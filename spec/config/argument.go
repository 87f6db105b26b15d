package config

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/source"
)

// Arguments are those of a block, by their names: of few, which are many times there, a list
// takes a third of the room of a map.
type Arguments []Argument

// Argument is one of a block.
type Argument struct {
	Name string
	Expr hcl.Expression
}

// Of is the argument of a name; nil: there is none.
func (a Arguments) Of(name string) hcl.Expression {
	for i := range a {
		if a[i].Name == name {
			return a[i].Expr
		}
	}
	return nil
}

func (a *Arguments) add(name string, expr hcl.Expression, texts *source.Literals) {
	*a = append(*a, Argument{name, texts.Compact(source.Native(expr))})
}

func (a Arguments) sort() {
	slices.SortFunc(a, func(a, b Argument) int { return strings.Compare(a.Name, b.Name) })
}
