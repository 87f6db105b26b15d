package session

import (
	"fmt"
	"time"

	"gesso/runner/document"
	"gesso/runner/report/homes"
	"gesso/state/home"
)

// hears says for whom a command waits at a home, and from whom it took over. Both are for
// disk.HomeOptions, and may be called from any goroutine.
func (s *Session) hears(where string, lease time.Duration) (told func(home.Holder), took func(home.Holder, time.Duration)) {
	a := s.App
	told = func(of home.Holder) {
		text := homes.Waiting(where, of, s.Options.LockTimeout, lease)
		if stream := a.Stream(); stream != nil {
			stream.HomeWaiting(text, where, *document.MakeHolder(of), max(s.Options.LockTimeout, lease))
			return
		}
		fmt.Fprintln(a.Err, "gesso: "+text)
	}
	took = func(of home.Holder, silent time.Duration) {
		text := homes.TakenOver(where, of, silent)
		if stream := a.Stream(); stream != nil {
			stream.HomeTakenOver(text, where, *document.MakeHolder(of), silent)
			return
		}
		fmt.Fprintln(a.Err, "gesso: "+text)
	}
	return told, took
}
