package session

import (
	"fmt"

	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/document"
	"gesso/runner/report"
	"gesso/spec/eval"
)

// showOutputs tells the outputs to programs, where there are some.
func (s *Session) showOutputs(values []eval.OutputValue) {
	outputs, err := document.MakePlannedOutputs(values)
	switch {
	case err != nil:
		s.App.Fail(err)
	case len(outputs) > 0:
		s.App.Stream().Outputs(outputs)
	}
}

// conclude prints what the configuration says of itself after a run that came
// to its end: the checks that fail, and the outputs. Code is what the run ends
// with; an output without a value is an error where nothing else is wrong.
func (s *Session) conclude(p *decide.Prepared, code int) int {
	a := s.App
	values, diags := p.Conclude(s.State)
	if err := s.keep(diags); err != nil && code == command.ExitDone {
		code = command.ExitError
	}
	s.Warn()
	if a.AsJSON() {
		s.showOutputs(values)
		return code
	}
	if len(values) > 0 {
		fmt.Fprintf(a.Stdout, "\nOutputs:\n\n")
		report.Outputs(a.Out, values)
	}
	return code
}
