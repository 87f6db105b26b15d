package session

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide"
)

// Read is Load for who shows what there is also where the configuration has mistakes: it
// prints nothing. With an error among the diagnostics there is a configuration still, for
// its sources. The error is that the workspace at work is not known.
func (s *Session) Read() (hcl.Diagnostics, error) {
	if err := s.choose(); err != nil {
		return nil, err
	}
	return s.read(s.inputs()), nil
}

// Foresee is Plan for the same: it prints nothing. The plan is nil where the diagnostics
// or the error say why there is none.
func (s *Session) Foresee(ctx context.Context) (*decide.Prepared, hcl.Diagnostics, error) {
	return s.decide(ctx)
}
