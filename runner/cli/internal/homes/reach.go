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
func reach(*session.Session) (*reached, error) { return nil, nil }
