package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"gesso/runner/sandbox/fault"
	"gesso/runner/sandbox/internal/variant"
)

// bad is the 400 that tells a caller what to mend.
func bad(format string, args ...any) *fault.Failure {
	return &fault.Failure{Status: http.StatusBadRequest, Code: fault.CodeBadRequest, Message: fmt.Sprintf(format, args...)}
}

// wireError is the body of an error. Success is a pointer because the API
// sometimes leaves it out; Error is an object, or a bare string.
type wireError struct {
	Success *bool  `json:"success,omitempty"`
	TaskID  string `json:"task_id,omitempty"`
	Error   any    `json:"error"`
	TraceID string `json:"trace_id,omitempty"`
}

type errorObject struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// bodyOf words a failure the way that v says. Only a code that the status implies
// is ever lost to the bare-string form: of the two 403s one stops a whole run.
func bodyOf(f *fault.Failure, v variant.Variant) wireError {
	var e wireError
	if !v.OneIn(4, "error without success") {
		e.Success = new(bool)
	}
	e.Error = errorObject{f.Code, f.Message}
	if f.Status == http.StatusBadRequest && v.OneIn(8, "error as string") {
		e.Error = f.Message
	}
	e.TraceID = v.UUID("trace")
	return e
}

// fail writes a failure as an HTTP answer.
func fail(w http.ResponseWriter, f *fault.Failure, v variant.Variant) {
	if f.RetryAfter > 0 {
		setRetryAfter(f, w.Header(), time.Now())
	}
	if f.HTML != "" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(statusOf(f))
		io.WriteString(w, f.HTML)
		return
	}
	answer(w, statusOf(f), bodyOf(f, v))
}

// setRetryAfter tells a client how long to wait. A date is worth what the clocks
// agree, so ours goes with it, as RFC 9110 wants of every answer.
func setRetryAfter(f *fault.Failure, header http.Header, now time.Time) {
	seconds := (f.RetryAfter + time.Second - 1) / time.Second
	if !f.RetryDate {
		header.Set("Retry-After", fmt.Sprint(int64(seconds)))
		return
	}
	header.Set("Date", now.UTC().Format(http.TimeFormat))
	header.Set("Retry-After", now.Add(seconds*time.Second).UTC().Format(http.TimeFormat))
}

// statusOf is the HTTP status, where a failure that was given none is a 500.
func statusOf(f *fault.Failure) int {
	if f.Status == 0 {
		return http.StatusInternalServerError
	}
	return f.Status
}

// answer writes one JSON document. An error can only mean that the client has
// gone, which nobody is left to be told.
func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body)
}
