package flux

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gesso/runner/flux/internal/dial"
	"gesso/runner/flux/internal/transfer"
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

// codes are the API's own words for what is wrong, with their classes whatever
// the status is that they come with: the guides, older and newer, give some of
// them with several. What a code of ours does not decide the status does.
var codes = map[string]provider.Class{
	"used_up":              provider.Balance,
	"insufficient_balance": provider.Balance, // an older page
	"no_token":             provider.Authentication,
	"invalid_token":        provider.Authentication,
	"token_expired":        provider.Authentication,
	"token_mismatched":     provider.Authentication,
	"disabled":             provider.Account,
	"forbidden":            provider.Moderation,
	"content_moderation":   provider.Moderation, // an older page
	"too_many_requests":    provider.RateLimit,
	"bad_request":          provider.Invalid,
	"api_not_implemented":  provider.Invalid,
	"no_api":               provider.Invalid,
}

func isCode(word string) bool {
	_, known := codes[word]
	return known || word == codeAPIError
}

// codeAPIError is the API's word for anything of its own that went wrong.
const codeAPIError = "api_error"

// classify is the error table of the API's guide. The status decides where it
// can: a 5xx may come from something in front of the API that knows nothing of
// the request's fate, whatever its body says.
func classify(p price, status int, f fault) provider.Class {
	code := strings.ToLower(string(f.Code))
	class, known := codes[code]
	switch {
	case status >= 500, status == http.StatusRequestTimeout:
		return p.unknown()
	case status >= 300 && status < 400:
		return p.redirected(status)
	case status == http.StatusProxyAuthRequired:
		return provider.OnTheWay
	case known && class.Stops():
		return class
	case status == http.StatusPaymentRequired:
		return provider.Balance
	case status == http.StatusUnauthorized:
		return provider.Authentication
	case status == http.StatusTooManyRequests:
		return provider.RateLimit
	case status == http.StatusForbidden && !f.ours:
		// The API says why it refuses. A page without a reason of its is somebody
		// else's, and would come for every other call as well.
		return provider.OnTheWay
	case moderated(f):
		return provider.Moderation // with 400 and 403 alike
	case known:
		return class
	case status == http.StatusForbidden:
		return provider.Moderation
	case status < 300 && code == codeAPIError:
		return p.unknown() // the guide has it among the 5xx: "charged: unknown"
	}
	return provider.Invalid
}

// redirected is the class of a 3xx, which is never followed. All of them say
// that the request was not taken and should be sent elsewhere, but for 303: it
// answers a POST that was carried out with where the result is (RFC 9110). What
// 300 means nobody says.
func (p price) redirected(status int) provider.Class {
	if p == paid && (status == http.StatusSeeOther || status == http.StatusMultipleChoices) {
		return provider.InDoubt
	}
	return provider.Invalid
}

// moderated reports whether a refusal is about what the picture would show, by
// its words: not every answer has the code.
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
	case provider.Authentication, provider.Balance, provider.Moderation, provider.Account:
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
		failed.Message = "the endpoint redirects" + c.towards(r.from, r.header) + ", which is not followed"
	case failed.Class == provider.OnTheWay:
		failed.Message = joined(failed.Message, "the answer is not the API's")
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
	task, _ := c.censor.task(o.TaskID, o.ID)
	return &provider.Error{
		Class:   class,
		Code:    c.censor.id(string(f.Code)),
		Message: c.censor.line(string(f.Message)),
		TraceID: c.censor.id(string(o.TraceID)),
		TaskID:  task,
		Remedy:  remedies[class],
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
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// towards names the host of a redirect, never more of it.
func (c *Client) towards(from string, h http.Header) string {
	u, err := url.Parse(h.Get("Location"))
	if err != nil || u.Host == "" {
		return ""
	}
	if at, err := url.Parse(from); err == nil && at.Scheme == "http" && u.Scheme == "https" {
		return " from http to https, at " + c.censor.line(u.Host) + " (write https:// in the endpoint)"
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
	said := c.censor.line(err.Error())
	var proxy *dial.ProxyError
	if errors.As(err, &proxy) && proxy.Refuses() && class == provider.Network {
		class = provider.OnTheWay
	}
	if class == provider.Network && provider.OfMachine(err) {
		class = provider.Machine // as of a connection that needs one more open file
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		said += "; where a proxy of your own signs what comes through it, set SSL_CERT_FILE to a file with its certificate"
	}
	return &provider.Error{Class: class, Err: &cause{said, err}}
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
	return &transfer.TimeoutError{Text: fmt.Sprintf("no answer within %v", after)}
}
