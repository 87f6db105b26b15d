package session

import (
	"context"
	"errors"

	"gesso/runner/decide"
	"gesso/runner/report"
	"gesso/runner/selection"
)

// Explain prints everything that decided the action for the image named by the options. It
// is printed in place of the plan.
func (s *Session) Explain(ctx context.Context, p *decide.Prepared) error {
	steps := p.Steps()
	images := make([]selection.Image, len(steps))
	for i, step := range steps {
		images[i].Address = step.Address
	}
	address, err := selection.One(s.Options.Explain, images)
	var unknown *selection.UnknownError
	switch {
	case errors.As(err, &unknown):
		unknown.Option = "-explain"
		return unknown
	case err != nil:
		return err
	case address != s.Options.Explain: // the plan recorded its reasons under another address: decide again
		s.Options.Explain = address
		if p, _, err = s.decide(ctx); err != nil {
			return err
		}
	}
	if e, ok := p.Explain(address); ok {
		report.Explanation(s.App.Out, e)
	}
	s.Warn()
	return nil
}
