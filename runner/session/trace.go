package session

import (
	"gesso/runner/provider"
	"gesso/state"
)

// recorded is what runs hand their events to.
func (s *Session) recorded() func(state.Event) {
	log, next := s.App.Log, s.App.Recorded
	switch {
	case log == nil:
		return next
	case next == nil:
		return log.Recorded
	}
	return func(e state.Event) {
		log.Recorded(e)
		next(e)
	}
}

// observer is what clients tell their requests to; nil where nobody wants to know.
func (s *Session) observer() func(provider.Exchange) {
	if s.App.Log == nil {
		return nil
	}
	return s.App.Log.Request
}
