package report

import (
	"encoding/json"
	"fmt"
	"io"

	"gesso/spec/eval"

	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// jsonOutput is an output as programs read it. Its shape is Terraform's.
type jsonOutput struct {
	Sensitive bool            `json:"sensitive"`
	Type      json.RawMessage `json:"type"`
	Value     json.RawMessage `json:"value"`
}

// OutputJSON writes the value of one output, which is wholly known, as one JSON
// document, safe to look at.
func OutputJSON(w io.Writer, v eval.OutputValue) error {
	text, err := ctyjson.Marshal(v.Value, v.Value.Type())
	if err != nil {
		return err
	}
	return writeJSON(w, text)
}

// OutputsJSON writes outputs, which are wholly known, with their types by name as
// one JSON document, safe to look at.
func OutputsJSON(w io.Writer, values []eval.OutputValue) error {
	all := map[string]jsonOutput{}
	for _, v := range values {
		ty, err := ctyjson.MarshalType(v.Value.Type())
		if err != nil {
			return err
		}
		value, err := ctyjson.Marshal(v.Value, v.Value.Type())
		if err != nil {
			return err
		}
		all[v.Name] = jsonOutput{v.Sensitive, ty, value}
	}
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return writeJSON(w, text)
}

// writeJSON writes a document and the end of its line.
func writeJSON(w io.Writer, document []byte) error {
	_, err := fmt.Fprintf(w, "%s\n", JSON(document))
	return err
}
