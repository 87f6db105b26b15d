package sandbox

import (
	"net"
	"net/http"
	"strconv"

	"gesso/runner/sandbox/fault"
)

// spoil is what the client of an accepted submission gets to see in place of the
// answer.
func (s *Server) spoil(w http.ResponseWriter, r *http.Request, answer fault.Answer, t *task) {
	switch answer {
	case fault.ServerError:
		fail(w, fault.FailureOf("500"), t.variant)
	case fault.Dropped:
		panic(http.ErrAbortHandler) // net/http's way to close a connection without a word
	case fault.Reset:
		s.reset(w, t)
	case fault.Hung:
		select {
		case <-r.Context().Done():
		case <-s.alive.Done():
		}
		panic(http.ErrAbortHandler)
	}
}

// reset sends the beginning of an answer and resets the connection. The part that
// is sent ends before the task's id.
func (s *Server) reset(w http.ResponseWriter, t *task) {
	body := jsonText(map[string]string{"task_id": t.id})
	if w.Header().Get("Content-Type") == "" { // a stream has begun already
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	_, _ = w.Write([]byte(body[:len(`{"task_id":"`)]))
	flusher := http.NewResponseController(w)
	_ = flusher.Flush()
	connection, _, err := flusher.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // the nearest to it
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a reset instead of an orderly end
	}
	_ = connection.Close()
}
