package session

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide"
)

// Read is Load for commands that show what there is even if the configuration has errors.
// It prints nothing. If the diagnostics have errors, s.Config is set for its sources only.
// The error means that the workspace cannot be determined.
func (s *Session) Read() (hcl.Diagnostics, error) {
	if err := s.choose(); err != nil {
		return nil, err
	}
	return s.read(s.inputs()), nil
}

// Foresee is Plan for the same commands: it prints nothing. The plan is nil if the
// diagnostics have errors or err is not nil.
func (s *Session) Foresee(ctx context.Context) (*decide.Prepared, hcl.Diagnostics, error) {
	return s.decide(ctx)
}
