package sandbox

import (
	"context"
	"net/http"

	"gesso/runner/sandbox/internal/front"
)

// front is the page for people.
func (s *Server) front() *front.Page {
	return &front.Page{State: s.shown, Changed: s.ledger.changed, Ended: s.alive.Done(), Draw: s.look, After: s.clock.After}
}

// shown is what the page shows: the newest calls, whatever became of them.
func (s *Server) shown(r *http.Request) front.State {
	books, earlier := s.ledger.latest(front.Most)
	state := front.State{Base: s.base(r), Accepted: books.Accepted, Pictures: books.ChargedPictures, Refused: books.Refused, Earlier: earlier}
	for i := len(books.Calls) - 1; i >= 0; i-- {
		c := books.Calls[i]
		call := front.Call{Number: earlier + i + 1, Prompt: c.Prompt, Model: c.Model, Size: c.Size, Outcome: c.Outcome, Pictures: c.Pictures}
		if c.Source != "" {
			call.Source = "edit of " + c.Source
		}
		t := s.account.known(c.Task)
		switch {
		case t == nil || t.failure != nil:
			call.Mood = front.Bad
		case s.clock.Now().Before(t.finish):
			call.Mood, call.Pictures = front.Wait, nil
			if c.Outcome == OutcomeAccepted {
				call.Outcome = "in the making"
			}
		case c.Outcome == OutcomeAccepted:
			call.Mood = front.Good
		default: // made, and the answer did not come through
			call.Mood = front.Wait
		}
		state.Latest = append(state.Latest, call)
	}
	return state
}

// look draws a picture for the page.
func (s *Server) look(ctx context.Context, name string) ([]byte, error) {
	if found := s.account.work(name); found != nil {
		return s.studio.Bytes(ctx, found)
	}
	return nil, nil
}
