package session

import (
	"encoding/json"
	"fmt"

	"gesso/runner/decide"
	"gesso/runner/decide/recalling"
	"gesso/runner/document"
	"gesso/runner/savedplan"
)

// results are the changes and planned values of a configuration's outputs, without
// sensitive values.
type results struct {
	Changes map[string]document.OutputChange  `json:"changes"`
	Planned map[string]document.PlannedOutput `json:"planned"`
}

// results returns the results of a plan as JSON, or nil if the configuration has no
// outputs.
func (s *Session) results(p *decide.Prepared) (json.RawMessage, error) {
	x := p.Expansion()
	if x == nil || len(s.Config.Root.Outputs) == 0 {
		return nil, nil
	}
	after, _ := x.Outputs() // the plan has reported the problems
	recorded, _ := s.Config.Expand(recalling.Recorded(s.State))
	before, _ := recorded.Outputs()
	var all results
	var err error
	if all.Changes, err = document.MakeOutputChanges(before, after); err != nil {
		return nil, err
	}
	if all.Planned, err = document.MakePlannedOutputs(after); err != nil {
		return nil, err
	}
	return json.Marshal(all)
}

// SavedDocument converts a plan file's plan to its JSON document. An error names the value
// that cannot be read.
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
	if f.Results != nil {
		var told results
		if err := json.Unmarshal(f.Results, &told); err != nil {
			return nil, fmt.Errorf("what becomes of the outputs: %w", err)
		}
		about.Outputs, about.Planned = told.Changes, told.Planned
	}
	return document.MakePlan(f.Plan, about), nil
}
