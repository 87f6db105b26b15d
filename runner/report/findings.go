package report

import (
	"gesso/runner"
	"gesso/runner/report/quote"
)

// Findings prints what the providers' lists say about requests in doubt.
func Findings(s *Screen, findings []runner.Finding) {
	for _, f := range findings {
		text := quote.Line(f.Call.Address) + ": " + quote.Line(f.String())
		if f.Certain() != "" {
			text += ": gesso apply collects it"
		}
		s.wrapped("", text)
	}
}
