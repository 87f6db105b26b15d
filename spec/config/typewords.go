package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
)

// types are the words of type constraints.
var types = []string{"string", "number", "bool", "any", "list", "set", "map", "object", "tuple"}

// typeWords adds to mistakes of a type constraint that is one word which types there are.
func typeWords(diags hcl.Diagnostics, expr hcl.Expression) hcl.Diagnostics {
	word := hcl.ExprAsKeyword(expr)
	if !diags.HasErrors() || word == "" || slices.Contains(types, word) {
		return diags
	}
	said := *diags[0]
	if meant := diag.DidYouMean(word, types); meant != "" {
		said.Detail += meant
	} else {
		said.Detail += " Types are string, number, bool and any, and those of several values: list(string), set(string), map(string), object({ name = string }), tuple([string, number])."
	}
	return append(hcl.Diagnostics{&said}, diags[1:]...)
}
