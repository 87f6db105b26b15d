package session

import (
	"encoding/json"
	"fmt"

	"gesso/runner/document"
	"gesso/runner/savedplan"
)

// SavedDocument is a plan file's plan for programs. The error is about a value in it.
func SavedDocument(f *savedplan.File) (*document.Plan, error) {
	about := document.About{Version: f.Gesso, Variables: map[string]document.Variable{}}
	if f.Options.Destroy {
		about.Selection = &document.Selection{Destroy: true}
	}
	for _, v := range f.Values {
		if v.Secret || v.Content == nil {
			about.Variables[v.Name] = document.Variable{Sensitive: true}
			continue
		}
		var typed struct {
			Value json.RawMessage `json:"value"`
		}
		if err := json.Unmarshal(v.Content, &typed); err != nil {
			return nil, fmt.Errorf("the value of %s: %w", v.Name, err)
		}
		about.Variables[v.Name] = document.Variable{Value: typed.Value}
	}
	return document.MakePlan(f.Plan, about), nil
}
