package document

import (
	"encoding/json"

	"gesso/spec/eval"
)

// Output is an output as programs read it, in Terraform's shape.
type Output struct {
	Sensitive bool            `json:"sensitive"`
	Type      json.RawMessage `json:"type"` // as Terraform writes types in JSON
	Value     json.RawMessage `json:"value"`
}

// MakeOutput is the value of one output, which is wholly known.
func MakeOutput(v eval.OutputValue) (json.RawMessage, error) { return value(v.Value) }

// MakeOutputs are outputs by name, which are wholly known, with their types. A
// sensitive one has its value: who calls it was asked for it.
func MakeOutputs(values []eval.OutputValue) (map[string]Output, error) {
	all := map[string]Output{}
	for _, v := range values {
		text, err := value(v.Value)
		if err != nil {
			return nil, err
		}
		all[v.Name] = Output{v.Sensitive, Type(v.Value.Type()), text}
	}
	return all, nil
}
