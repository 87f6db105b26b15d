package s3

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/minio/minio-go/v7"

	"gesso/state/home/shelf"
)

// failed converts the error of a call: fs.ErrExist and fs.ErrNotExist are returned bare, as
// they are no failures, and everything else as a *shelf.Error.
func (s *Shelf) failed(call, name string, err error) error {
	if known, ok := errors.AsType[*shelf.Error](err); ok {
		own := *known // others may have the same pointer
		own.Where, own.Call, own.Name = s.String(), call, name
		return &own
	}
	e := &shelf.Error{Where: s.String(), Call: call, Name: name}
	answer := minio.ToErrorResponse(err)
	if answer.StatusCode == 0 {
		e.Problem, e.Detail = unanswered(err)
		e.Err = bare(err)
		return e
	}
	switch {
	case call == "create" && (answer.StatusCode == http.StatusPreconditionFailed || answer.Code == "PreconditionFailed"):
		return fmt.Errorf("create %s/%s: %w", s, name, fs.ErrExist)
	case answer.StatusCode == http.StatusNotFound && answer.Code != "NoSuchBucket" && call != "create" && call != "list":
		return fmt.Errorf("%s %s/%s: %w", call, s, name, fs.ErrNotExist)
	}
	e.Problem = problem(answer)
	e.Detail = said(answer, s.chain.scrub)
	switch {
	case e.Problem == shelf.Elsewhere:
		e.Detail = s.chain.scrub(answer.Region)
	case e.Problem == shelf.Denied:
		e.Right = s.chain.scrub(right(call, answer.Message))
	case call == "create" && answer.StatusCode == http.StatusNotImplemented:
		e.Detail = "the service knows no conditional writes (If-None-Match), and a home needs them; use " + proven
	}
	return e
}

// problem classifies an answer.
func problem(answer minio.ErrorResponse) shelf.Problem {
	switch answer.Code {
	case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "ExpiredTokenException", "InvalidToken", "InvalidClientTokenId", "TokenRefreshRequired", "UnrecognizedClientException":
		return shelf.Unproven
	case "RequestTimeTooSkewed":
		return shelf.Skewed
	case "NoSuchBucket", "InvalidBucketName":
		return shelf.Missing
	case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "InvalidRegion":
		if answer.Region != "" {
			return shelf.Elsewhere
		}
	case "SlowDown", "Throttling", "ThrottlingException", "RequestLimitExceeded", "RequestThrottled", "TooManyRequests":
		return shelf.Slowed
	case "QuotaExceeded", "QuotaExceededException", "InsufficientStorage", "InsufficientCapacity", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "EntityTooLarge":
		return shelf.Full
	}
	switch status := answer.StatusCode; {
	case status == http.StatusNotFound:
		return shelf.Missing
	case status == http.StatusUnauthorized:
		return shelf.Unproven
	case status == http.StatusForbidden:
		return shelf.Denied
	case status == http.StatusMovedPermanently && answer.Region != "":
		return shelf.Elsewhere
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return shelf.Slowed
	case status == http.StatusInsufficientStorage:
		return shelf.Full
	case status >= 500:
		return shelf.Unreachable
	}
	return shelf.Unknown
}

const mostSaid = 300 // bytes of a service's text

// said returns the service's text. It is scrubbed before it is cut, since half of a secret
// is one too.
func said(answer minio.ErrorResponse, scrub func(string) string) string {
	text := scrub(strings.Join(strings.Fields(answer.Error()), " "))
	if len(text) > mostSaid {
		text = strings.ToValidUTF8(text[:mostSaid], "") + "..."
	}
	if code := scrub(answer.Code); code != "" && !strings.Contains(text, code) {
		text = code + ": " + text
	}
	return text
}

// unanswered classifies an error that no service has sent.
func unanswered(err error) (shelf.Problem, string) {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return shelf.Untrusted, ""
	}
	if errors.Is(err, http.ErrSchemeMismatch) || strings.Contains(err.Error(), "server gave HTTP response to HTTPS client") {
		return shelf.Unreachable, "it does not speak TLS: should the endpoint begin with http://?"
	}
	if _, ok := errors.AsType[net.Error](err); ok || errors.Is(err, errStalled) || errors.Is(err, errClosed) {
		return shelf.Unreachable, ""
	}
	return shelf.Unknown, ""
}

// bare removes the URL: messages name the shelf and the object.
func bare(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// lacking finds the missing right in Amazon's message.
var lacking = regexp.MustCompile(`not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)`)

// right returns the right that a call lacks.
func right(call, message string) string {
	if found := lacking.FindStringSubmatch(message); found != nil {
		return found[1]
	}
	switch call {
	case "create":
		return "s3:PutObject"
	case "list":
		return "s3:ListBucket"
	case "remove":
		return "s3:DeleteObject"
	}
	return "s3:GetObject"
}
