package flux

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"syscall"
	"time"

	"gesso/runner/provider"
)

// observed tells of each exchange, and changes nothing of it.
type observed struct {
	by   http.RoundTripper
	tell func(provider.Exchange)
}

func (o observed) RoundTrip(req *http.Request) (*http.Response, error) {
	began := time.Now()
	resp, err := o.by.RoundTrip(req)
	x := provider.Exchange{
		Method: req.Method, Host: req.URL.Host, Path: req.URL.EscapedPath(),
		Elapsed: time.Since(began), Failure: failureOf(err),
	}
	if err == nil {
		x.Status = resp.StatusCode
	}
	o.tell(x)
	return resp, err
}

// observe lets tell know of every exchange of the client's. Nil: nobody wants to.
func (c *Client) observe(tell func(provider.Exchange)) {
	if tell == nil {
		return
	}
	// A picture's place is what a provider says: the token may be in it.
	seen := func(x provider.Exchange) {
		x.Host, x.Path = c.censor.blot(x.Host), c.censor.blot(x.Path)
		tell(x)
	}
	c.api, c.till = observed{c.api, seen}, observed{c.till, seen}
	c.web.Transport = observed{c.web.Transport, seen}
}

func failureOf(err error) provider.Failure {
	var timeout interface{ Timeout() bool }
	var unknown *net.DNSError
	var certificate *tls.CertificateVerificationError
	switch {
	case err == nil:
		return ""
	case errors.Is(err, context.Canceled):
		return provider.Interrupted
	case errors.As(err, &unknown):
		return provider.NoSuchHost
	case errors.As(err, &certificate):
		return provider.Untrusted
	case errors.Is(err, syscall.ECONNREFUSED):
		return provider.Refused
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return provider.TimedOut
	}
	return provider.Broken
}
