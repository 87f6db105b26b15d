package session

import (
	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/document"
	"gesso/spec/config"
)

// Document is a plan for programs, with the variables and outputs that the session
// knows of it.
func (s *Session) Document(p *decide.Prepared) (*document.Plan, error) {
	about := document.About{Version: command.Version}
	var err error
	if about.Variables, err = s.variables(); err != nil {
		return nil, err
	}
	if x := p.Expansion(); x != nil && len(s.Config.Root.Outputs) > 0 {
		after, _ := x.Outputs() // the plan has told what is wrong
		if about.Planned, err = document.MakePlannedOutputs(after); err != nil {
			return nil, err
		}
		recorded, _ := s.Config.Expand(decide.Recorded(s.State))
		before, _ := recorded.Outputs()
		if about.Outputs, err = document.MakeOutputChanges(before, after); err != nil {
			return nil, err
		}
	}
	return document.MakePlan(p.Plan, about), nil
}

// variables are the values of the root's variables, but for what must not be shown.
func (s *Session) variables() (map[string]document.Variable, error) {
	all := map[string]document.Variable{}
	for _, name := range config.Names(s.Config.Root.Variables)() {
		v := s.Config.Root.Variables[name]
		if v.Ephemeral {
			continue
		}
		var err error
		if all[name], err = document.MakeVariable(s.Config.Values[name], v.Sensitive); err != nil {
			return nil, err
		}
	}
	return all, nil
}
