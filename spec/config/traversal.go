package config

import (
	"math/big"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/address"
)

// IsBlock reports whether a traversal begins with the name of a block that can
// have instances.
func IsBlock(t hcl.Traversal) bool {
	return (t.RootName() == "image" || t.RootName() == "module") && BlockName(t) != ""
}

// IsImage reports whether a traversal begins with the name of an image block.
func IsImage(t hcl.Traversal) bool { return t.RootName() == "image" && BlockName(t) != "" }

// BlockName is the name that follows a traversal's root, or "".
func BlockName(t hcl.Traversal) string {
	if len(t) > 1 {
		if attr, ok := t[1].(hcl.TraverseAttr); ok {
			return attr.Name
		}
	}
	return ""
}

// KeyOf turns an index into an instance's key.
func KeyOf(key cty.Value) (address.Key, bool) {
	switch key.Type() {
	case cty.String:
		return address.NameKey(key.AsString()), true
	case cty.Number:
		n, accuracy := key.AsBigFloat().Int64()
		return address.IndexKey(int(n)), accuracy == big.Exact
	}
	if text, err := convert.Convert(key, cty.String); err == nil && text.IsKnown() && !text.IsNull() {
		return address.NameKey(text.AsString()), true
	}
	return address.Key{}, false
}

// TraversalKey is the key that a step of a traversal is, if it is one.
func TraversalKey(step hcl.Traverser) (address.Key, bool) {
	if index, ok := step.(hcl.TraverseIndex); ok {
		return KeyOf(index.Key)
	}
	return address.Key{}, false
}

// WordOf is what an expression says where a bare word belongs: the word, or
// one in quotes.
func WordOf(expr hcl.Expression) string {
	if word := hcl.ExprAsKeyword(expr); word != "" {
		return word
	}
	var text string
	if value, diags := expr.Value(nil); !diags.HasErrors() && decodeValue(value, &text) == nil {
		return text
	}
	return ""
}

// IsIndex reports whether a step of a traversal stands in brackets.
func IsIndex(step hcl.Traverser) bool {
	_, ok := step.(hcl.TraverseIndex)
	return ok
}

// nameOf is the word of a traversal's step, or "" for an index.
func nameOf(t hcl.Traverser) string {
	switch t := t.(type) {
	case hcl.TraverseRoot:
		return t.Name
	case hcl.TraverseAttr:
		return t.Name
	}
	return ""
}

func first(steps hcl.Traversal) hcl.Traverser {
	if len(steps) == 0 {
		return nil
	}
	return steps[0]
}
