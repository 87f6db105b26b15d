package cli

import (
	"fmt"

	"gesso/runner/decide"
	"gesso/runner/report"
)

// conclude prints what the configuration says of itself after a run that came
// to its end: the checks that fail, and the outputs. Code is what the run ends
// with; an output without a value is an error where nothing else is wrong.
func (s *session) conclude(p *decide.Prepared, code int) int {
	a := s.app
	values, diags := p.Conclude(s.state)
	if a.diagnose(diags, s.config.Sources) && code == exitDone {
		code = exitError
	}
	if len(values) > 0 {
		fmt.Fprintf(a.Stdout, "\nOutputs:\n\n")
		report.Outputs(a.out, values)
	}
	return code
}
