package document

import (
	"encoding/json"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Type is a type as Terraform writes it in JSON. What try and can take is no type of
// values, but an expression of any.
func Type(ty cty.Type) json.RawMessage {
	text, err := ctyjson.MarshalType(ty)
	if err != nil {
		return json.RawMessage(`"dynamic"`)
	}
	return text
}

// value is a value without marks, which is wholly known.
func value(v cty.Value) (json.RawMessage, error) { return ctyjson.Marshal(v, v.Type()) }
