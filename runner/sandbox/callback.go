package sandbox

import (
	"bytes"
	"net/http"
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

func (s *Server) logf(format string, args ...any) {
	if s.options.Logf != nil {
		s.options.Logf(format, args...)
	}
}
