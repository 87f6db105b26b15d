// Package schematest validates what gesso prints against its JSON Schemas, for tests.
//
// It is stricter than the schemas that users get: a field that they do not name is a
// mistake here, so that nothing is printed that is not described.
//
//	if err := schematest.Document("plan", text); err != nil {
//		t.Error(err)
//	}
package schematest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gesso/runner/schema"
)

// Document validates one document. The error says where it is not as described.
func Document(name string, text []byte) error {
	compiled, err := compile(name, "")
	if err != nil {
		return err
	}
	return validate(compiled, text)
}

// Lines validates lines of events, each by its type. The error is about the first one
// that is not as described.
func Lines(text []byte) error {
	compiled := map[string]*jsonschema.Schema{} // by the type of a line: compiling takes longer than all the rest
	for n, line := range bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n")) {
		var head struct {
			Type string `json:"type"`
		}
		if err := json.Unmarshal(line, &head); err != nil {
			return fmt.Errorf("line %d is no JSON object: %w: %s", n+1, err, line)
		}
		if compiled[head.Type] == nil {
			schema, err := compile("events", "#/$defs/"+head.Type+"_line")
			if err != nil {
				return fmt.Errorf("line %d: %w", n+1, err)
			}
			compiled[head.Type] = schema
		}
		if err := validate(compiled[head.Type], line); err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	return nil
}

func validate(compiled *jsonschema.Schema, text []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("no JSON: %w: %s", err, text)
	}
	if err := compiled.Validate(value); err != nil {
		return fmt.Errorf("%w in %s", err, text)
	}
	return nil
}

func compile(name, within string) (*jsonschema.Schema, error) {
	text, ok := schema.Text(name)
	if !ok {
		return nil, fmt.Errorf("there is no schema of %q", name)
	}
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	forbid(parsed)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	url := "urn:gesso:strict:" + name
	delete(parsed.(map[string]any), "$id")
	if err := c.AddResource(url, parsed); err != nil {
		return nil, err
	}
	return c.Compile(url + within)
}

// forbid forbids the fields of objects that a schema does not name.
func forbid(schema any) {
	switch schema := schema.(type) {
	case []any:
		for _, inner := range schema {
			forbid(inner)
		}
	case map[string]any:
		if _, ok := schema["properties"].(map[string]any); ok && schema["type"] == "object" {
			schema["additionalProperties"] = false
		}
		for _, inner := range schema {
			forbid(inner)
		}
	}
}
