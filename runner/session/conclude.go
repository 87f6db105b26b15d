package session

import (
	"fmt"

	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/document"
	"gesso/runner/report"
	"gesso/spec/eval"
)

// showOutputs writes the planned outputs to the JSON stream, if there are any.
func (s *Session) showOutputs(values []eval.OutputValue) {
	outputs, err := document.MakePlannedOutputs(values)
	switch {
	case err != nil:
		s.App.Fail(err)
	case len(outputs) > 0:
		s.App.Stream().Outputs(outputs)
	}
}

// conclude prints the failed checks and the outputs after a run that was completed. Code is
// the run's exit code so far; if it is success, an output without a value makes it an
// error.
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
