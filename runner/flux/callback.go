package flux

import (
	"io"
	"net"
	"net/http"
	"time"
)

// maxCallback bounds the body of a callback. A finished task has some kB.
const maxCallback = 1 << 20

// callbackTime bounds one callback, so that idle connections of strangers end.
const callbackTime = 30 * time.Second

// Callbacks receives what the API posts to a submission's callback_url and
// passes the tasks' ids to hint, once for each call. It believes nothing else
// that it is told: anybody can send a callback, so a hint is only a reason to
// Poll that task now. Late, repeated, forged and unknown callbacks are then
// harmless, and the answer is the same to all, so that nobody learns from it
// which tasks there are.
func Callbacks(hint func(id string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "callbacks are posted", http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCallback))
		if err != nil {
			http.Error(w, "the callback is too large or broke off", http.StatusBadRequest)
			return
		}
		if o, ok := readAnswer(body); ok {
			if id, _ := (censor{}).task(o.TaskID, o.ID); id != "" {
				hint(id)
			}
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

// listen serves callbacks until it is stopped.
func listen(address string, handler http.Handler) (stop func(), err error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: handler, ReadTimeout: callbackTime, WriteTimeout: callbackTime}
	go func() { _ = server.Serve(listener) }() // ends with Close
	return func() { _ = server.Close() }, nil
}
