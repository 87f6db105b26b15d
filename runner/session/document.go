package session

import (
	"encoding/json"
	"fmt"

	"gesso/runner/decide"
	"gesso/runner/decide/recalling"
	"gesso/runner/document"
	"gesso/runner/savedplan"
)

// results are what becomes of the outputs of a configuration, with nothing sensitive.
type results struct {
	Changes map[string]document.OutputChange  `json:"changes"`
	Planned map[string]document.PlannedOutput `json:"planned"`
}

// results are those of a plan, or nil where the configuration has no outputs.
func (s *Session) results(p *decide.Prepared) (json.RawMessage, error) {
	x := p.Expansion()
	if x == nil || len(s.Config.Root.Outputs) == 0 {
		return nil, nil
	}
	after, _ := x.Outputs() // the plan has told what is wrong
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
	if f.Results != nil {
		var told results
		if err := json.Unmarshal(f.Results, &told); err != nil {
			return nil, fmt.Errorf("what becomes of the outputs: %w", err)
		}
		about.Outputs, about.Planned = told.Changes, told.Planned
	}
	return document.MakePlan(f.Plan, about), nil
}
