package s3

import (
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"

	"gesso/state/home/shelf"
)

// How often a request is sent, and the delays in between.
const (
	mostTries   = 7
	firstPause  = 100 * time.Millisecond
	longestWait = 5 * time.Second
)

// try repeats a request until its answer is one that repeating would not change. All
// requests of a shelf may be repeated.
func (s *Shelf) try(ctx context.Context, call, name string, do func() error) error {
	if call != "list" {
		if err := shelf.CheckName(name); err != nil {
			return err
		}
	}
	began := time.Now()
	renewed := false
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := do()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		again := isPassing(err)
		if isExpired(err) && !renewed {
			s.renew() // there may be newer credentials
			renewed, again = true, true
		}
		if !again || n == mostTries || time.Since(began) >= patience {
			return s.failed(call, name, err)
		}
		select {
		case <-time.After(pause(n)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// pause returns a random time between half and all of a delay that doubles each time.
func pause(n int) time.Duration {
	longest := min(firstPause<<(n-1), longestWait)
	return longest/2 + rand.N(longest/2)
}

func isExpired(err error) bool {
	switch minio.ToErrorResponse(err).Code {
	case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired":
		return true
	}
	return false
}

// isPassing reports whether another try may succeed.
func isPassing(err error) bool {
	answer := minio.ToErrorResponse(err)
	if answer.StatusCode != 0 {
		switch answer.StatusCode {
		case http.StatusRequestTimeout, http.StatusTooManyRequests, 499, http.StatusInternalServerError,
			http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout, 520, 522, 524:
			return true
		case http.StatusConflict: // another request for the name is being processed
			return true
		}
		switch answer.Code {
		case "RequestTimeout", "SlowDown", "Throttling", "InternalError", "BadDigest": // the last one: damaged in transit
			return true
		}
		return false
	}
	return isOfTheNetwork(err)
}

// isOfTheNetwork reports whether a request was not delivered for a reason that may pass.
func isOfTheNetwork(err error) bool {
	if errors.Is(err, errStalled) || errors.Is(err, errClosed) {
		return true
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return false
	}
	if name, ok := errors.AsType[*net.DNSError](err); ok {
		return !name.IsNotFound
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		_, local := errors.AsType[*fs.PathError](err)
		return !local && !errors.Is(err, http.ErrSchemeMismatch)
	}
	return false
}
