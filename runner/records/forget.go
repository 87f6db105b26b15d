package records

import (
	"time"

	"gesso/state"
)

// Forget says what makes the records that patterns mean be forgotten. The pictures stay
// where they are, and in the ledger; waiting are the addresses of which calls are open:
// those stay known. The error is one of selection, or a *RefusedError.
func Forget(s *state.State, patterns []string, at time.Time) (events []state.Event, waiting []string, err error) {
	chosen, err := Choose(s, patterns, "")
	if err != nil {
		return nil, nil, err
	}
	for _, r := range chosen {
		if r.HasPicture() || len(r.Unmade) > 0 {
			events = append(events, state.Event{Kind: state.Forgotten, Time: at, Address: r.Address})
		}
		if len(r.Pending) > 0 {
			waiting = append(waiting, r.Address)
		}
	}
	return events, waiting, nil
}
