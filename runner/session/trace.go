package session

import (
	"gesso/runner/provider"
	"gesso/state"
)

// recorded returns the function that receives the events of a run, or nil.
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

// observer returns the function that receives the requests of clients, or nil.
func (s *Session) observer() func(provider.Exchange) {
	if s.App.Log == nil {
		return nil
	}
	return s.App.Log.Request
}
