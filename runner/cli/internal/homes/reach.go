package homes

import (
	"time"

	"gesso/runner/session"
	"gesso/state/home"
)

// reached is the home of a session's workspace.
type reached struct {
	home  *home.Home
	kind  string        // of its place
	here  int64         // number of its segments on this machine
	lease time.Duration // how long a silent holder is waited for
	limit int64         // bytes of pictures kept on this machine
}

// reach returns the home of a session's workspace without a request to it. It returns nil
// if the project's state is in its folder.
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

// leaseOf returns how long a holder is waited for: our lease, or the holder's own if
// longer.
func (r *reached) leaseOf(h *home.Holder) time.Duration {
	if h == nil {
		return r.lease
	}
	return max(r.lease, time.Duration(h.Lease)*time.Second)
}
