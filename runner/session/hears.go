package session

import (
	"fmt"
	"time"

	"gesso/runner/document"
	"gesso/runner/report/homes"
	"gesso/state/disk"
	"gesso/state/disk/replica"
	"gesso/state/home"
)

// hears returns the callbacks that report what happens at a home: waiting for another
// holder, taking over from one, reading an older copy, and failing to save a snapshot. They
// may be called from any goroutine.
func (s *Session) hears(where string, lease time.Duration) disk.HomeOptions {
	a := s.App
	return disk.HomeOptions{
		Told: func(of home.Holder) {
			text := homes.Waiting(where, of, s.Options.LockTimeout, lease)
			if stream := a.Stream(); stream != nil {
				stream.HomeWaiting(text, where, *document.MakeHolder(of), max(s.Options.LockTimeout, lease))
				return
			}
			fmt.Fprintln(a.Err, "gesso: "+text)
		},
		Took: func(of home.Holder, silent time.Duration) {
			text := homes.TakenOver(where, of, silent)
			if stream := a.Stream(); stream != nil {
				stream.HomeTakenOver(text, where, *document.MakeHolder(of), silent)
				return
			}
			fmt.Fprintln(a.Err, "gesso: "+text)
		},
		Stale: func(busy *replica.BusyError, at home.Position) {
			s.warnOnce(homes.Stale(where, busy.PID, at))
		},
		Unsaved: func(err error) { s.warnOnce(homes.Unsaved(where, err)) },
	}
}

// warnOnce prints a warning about a home, once per command. It is safe for concurrent use.
func (s *Session) warnOnce(text string) {
	s.once.Lock()
	defer s.once.Unlock()
	if s.said[text] {
		return
	}
	if s.said == nil {
		s.said = map[string]bool{}
	}
	s.said[text] = true
	if stream := s.App.Stream(); stream != nil {
		stream.Diagnose([]document.Diagnostic{{Severity: document.Warning, Summary: text}})
		return
	}
	fmt.Fprintln(s.App.Err, "gesso: warning: "+text)
}
