package report

import "gesso/runner"

// Findings prints what providers' lists say of requests in doubt.
func Findings(s *Screen, findings []runner.Finding) {
	for _, f := range findings {
		text := oneLine(f.Call.Address) + ": " + oneLine(f.String())
		if f.Certain() != "" {
			text += ": gesso apply collects it"
		}
		s.wrapped("", text)
	}
}
