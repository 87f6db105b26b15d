package homes

import (
	"time"

	"gesso/runner/session"
	"gesso/state/home"
)

// reached is the home of a session's workspace.
type reached struct {
	home  *home.Home
	kind  string        // of place
	here  int64         // how many of its segments this machine has
	lease time.Duration // how long a silent holder is waited for
	limit int64         // of the pictures on this machine, in bytes
}

// reach returns the home of a session's workspace without asking it anything; nil: the
// project's state is in its folder.
func reach(s *session.Session) (*reached, error) {
	h := s.Workspace.HomeOf()
	if h == nil {
		return nil, nil
	}
	c, err := s.Connection()
	if err != nil {
		return nil, err
	}
	lease, err := c.Lease()
	if err != nil {
		return nil, err
	}
	at, err := s.Workspace.HomePosition()
	if err != nil {
		return nil, err
	}
	return &reached{home: h, kind: c.Kind(), here: at.N, lease: lease, limit: s.Workspace.CacheSize()}, nil
}

// leaseOf is how long a holder is waited for: as long as it said itself, if that is longer.
func (r *reached) leaseOf(h *home.Holder) time.Duration {
	if h == nil {
		return r.lease
	}
	return max(r.lease, time.Duration(h.Lease)*time.Second)
}
