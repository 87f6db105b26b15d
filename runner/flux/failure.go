package flux

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gesso/runner/provider"
)

// price is what a call may cost, and with it what silence means.
type price int

const (
	free price = iota
	paid
)

// unknown is the class of an answer that does not tell what became of a call.
func (p price) unknown() provider.Class {
	if p == paid {
		return provider.InDoubt
	}
	return provider.Server
}

// classify is the error table of the API's guide. The status decides where it
// can: a 5xx may come from something in front of the API that knows nothing of
// the request's fate, whatever its body says.
func classify(p price, status int, f fault) provider.Class {
	code := strings.ToLower(string(f.Code))
	switch {
	case status >= 500, status == http.StatusRequestTimeout:
		return p.unknown()
	case status >= 300 && status < 400:
		return p.redirected()
	case code == "used_up", status == http.StatusPaymentRequired:
		return provider.Balance
	case status == http.StatusUnauthorized, aboutToken(code):
		return provider.Authentication
	case status == http.StatusTooManyRequests, code == "too_many_requests":
		return provider.RateLimit
	case status == http.StatusForbidden, moderated(f):
		return provider.Moderation
	case status < 300 && code == "api_error":
		return p.unknown() // the guide has it among the 5xx: "charged: unknown"
	}
	return provider.Invalid
}

// redirected is the class of a 3xx. It was not followed; but who answers so
// after reading a paid request may also have passed it on.
func (p price) redirected() provider.Class {
	if p == paid {
		return provider.InDoubt
	}
	return provider.Invalid
}

func aboutToken(code string) bool {
	switch code {
	case "no_token", "invalid_token", "token_expired", "token_mismatched":
		return true
	}
	return false
}

// moderated reports whether a refusal is about what the picture would show. The
// API has no code for it, only words.
func moderated(f fault) bool {
	said := strings.ToLower(string(f.Code) + " " + string(f.Message))
	for _, word := range []string{"moderat", "nsfw", "flagged", "content policy", "content_policy", "sensitive content"} {
		if strings.Contains(said, word) {
			return true
		}
	}
	return false
}

// taskClass is the class of a task that was accepted and failed. None of its
// values allows a repetition: the task was accepted, and "every accepted request
// is charged", so another one may be charged too.
func taskClass(f fault) provider.Class {
	switch class := classify(free, http.StatusBadRequest, f); class {
	case provider.Authentication, provider.Balance, provider.Moderation:
		return class
	}
	if f.Code == "bad_request" {
		return provider.Invalid
	}
	return provider.Unmade
}

// refused makes the error of an answer that is one.
func (c *Client) refused(p price, r *reply) *provider.Error {
	o, ok := parseObject(r.body)
	f := o.fault()
	if !ok || f.Code == "" && f.Message == "" {
		f.Message = text(page(string(r.body)))
	}
	failed := c.failure(classify(p, r.status, f), f, o)
	failed.Status = r.status
	switch {
	case r.status == http.StatusNotFound:
		failed.Message = joined(failed.Message, "the endpoint may be wrong")
	case r.status >= 300 && r.status < 400:
		failed.Message = "the endpoint redirects" + c.towards(r.header) + ", which is not followed"
	}
	return r.wait(failed)
}

// wait adds the wait that the answer asks for, where waiting helps at all.
func (r *reply) wait(failed *provider.Error) *provider.Error {
	if failed.Class == provider.RateLimit || failed.Class == provider.Server {
		failed.RetryAfter = retryAfter(r.header, time.Now())
	}
	return failed
}

// failure carries what an object says of itself into an error.
func (c *Client) failure(class provider.Class, f fault, o object) *provider.Error {
	return &provider.Error{
		Class:   class,
		Code:    c.censor.id(string(f.Code)),
		Message: c.censor.line(string(f.Message)),
		TraceID: c.censor.id(string(o.TraceID)),
		TaskID:  c.censor.id(string(first(o.TaskID, o.ID))),
	}
}

// afterPayment notes in the error of a free call that what it is about is paid
// for. Errors of the caller's own are returned as they are.
func afterPayment(err error) error {
	var failed *provider.Error
	if errors.As(err, &failed) {
		failed.Paid = provider.AlreadyPaid
	}
	return err
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// towards names the host of a redirect, never more of it.
func (c *Client) towards(h http.Header) string {
	u, err := url.Parse(h.Get("Location"))
	if err != nil || u.Host == "" {
		return ""
	}
	return " to " + c.censor.line(u.Host)
}

// maxRetryAfter bounds what a server can make us wait. The API's guide gives no
// value; its limits are by the minute.
const maxRetryAfter = 5 * time.Minute

// retryAfter reads a Retry-After header: seconds, or a date, which is taken
// relative to the server's own clock where it tells it. 0 is none.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	wait := time.Duration(0)
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if seconds > 0 { // not NaN either
			wait = time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second))
		}
	} else if at, err := http.ParseTime(value); err == nil {
		if theirs, err := http.ParseTime(h.Get("Date")); err == nil {
			now = theirs
		}
		wait = at.Sub(now)
	}
	return max(0, min(wait, maxRetryAfter))
}

// broken makes the error of a call that got no answer, or half of one.
func (c *Client) broken(class provider.Class, err error) *provider.Error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // without the address, which may be signed
	}
	if class == provider.Network && provider.OfMachine(err) {
		class = provider.Machine // as of a connection that needs one more open file
	}
	return &provider.Error{Class: class, Err: &cause{c.censor.line(err.Error()), err}}
}

// cause is an error of the network, whose text can quote what a server sent.
type cause struct {
	text string
	err  error
}

func (c *cause) Error() string { return c.text }
func (c *cause) Unwrap() error { return c.err }

// timedOut is the cause of a context that this package ended.
func timedOut(after time.Duration) error {
	return &timeoutError{fmt.Sprintf("no answer within %v", after)}
}

type timeoutError struct{ text string }

func (e *timeoutError) Error() string { return e.text }
func (e *timeoutError) Timeout() bool { return true }
func (e *timeoutError) Unwrap() error { return context.DeadlineExceeded }
