package sandbox

import (
	"bytes"
	"net/http"
	"net/url"
)

// callBack posts a task's outcome when it is finished: one time, whatever comes of
// it, as nothing is known of the provider trying again.
func (s *Server) callBack(url string, t *task, link linker) {
	select {
	case <-s.clock.After(t.finish.Sub(s.clock.Now())):
	case <-s.alive.Done():
		return
	}
	body := bytes.NewReader([]byte(jsonText(t.outcome(link))))
	request, err := http.NewRequestWithContext(s.alive, http.MethodPost, url, body)
	if err != nil {
		s.logf("callback %s: %v", url, err)
		return
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Gesso-Sandbox", "1")
	s.ledger.note(func(b *Books) { b.Callbacks++ })
	response, err := s.fetcher.Do(request)
	if err != nil {
		s.logf("callback %s: %v", url, err)
		return
	}
	response.Body.Close()
	s.logf("callback %s: %s", url, response.Status)
}

// callable is how many of so many callbacks are made: none to somewhere else, and
// none for a stranger. Like the provider's, a callback that never comes is no
// failure: who waits for it polls.
func (s *Server) callable(r *http.Request, link string, times int) int {
	if u, err := url.Parse(link); err != nil || !isLoopback(u) || s.strange(r) {
		s.logf("callback %s: not made, the sandbox calls this machine only, and for nobody else", link)
		return 0
	}
	return times
}

func (s *Server) logf(format string, args ...any) {
	if s.options.Logf != nil {
		s.options.Logf(format, args...)
	}
}
