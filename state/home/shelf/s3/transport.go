package s3

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"gesso/state/home/shelf"
)

// newTransport makes a connection to the service: by the proxies of the environment, with
// the certificates that the settings name beside the system's. These are thousands, and are
// read when the first request is made, and not where the service speaks no TLS.
func newTransport(s Settings, endpoint *url.URL) (http.RoundTripper, error) {
	if endpoint.Scheme == "http" {
		return transportTrusting(nil), nil
	}
	pem, err := certificates(s)
	if err != nil || pem == nil {
		return transportTrusting(nil), err
	}
	return &late{sync.OnceValue(func() http.RoundTripper {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		pool.AppendCertsFromPEM(pem)
		return transportTrusting(pool)
	})}, nil
}

// late is a connection that is made ready by its first request.
type late struct{ made func() http.RoundTripper }

func (l *late) RoundTrip(request *http.Request) (*http.Response, error) {
	return l.made().RoundTrip(request)
}

// transportTrusting is a connection with certificates; nil: the system's.
func transportTrusting(pool *x509.CertPool) *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConns:        256,
		MaxIdleConnsPerHost: 64, // as many as pictures are moved at once
		IdleConnTimeout:     time.Minute,
		DisableCompression:  true, // objects are what they are
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool},
	}
}

// certificates is the text of those that the settings name, of which there is one at least;
// nil: they name none.
func certificates(s Settings) ([]byte, error) {
	file := s.CAFile
	if file == "" {
		file = s.Environ("AWS_CA_BUNDLE")
	}
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, &shelf.Error{Where: "s3://" + s.Bucket, Problem: shelf.Untrusted, Detail: "the certificates of ca_file cannot be read", Err: err}
	}
	if !x509.NewCertPool().AppendCertsFromPEM(pem) {
		return nil, &shelf.Error{Where: "s3://" + s.Bucket, Problem: shelf.Untrusted, Detail: fmt.Sprintf("ca_file: no certificate (PEM) is in %s", file)}
	}
	return pem, nil
}

var (
	errStalled = errors.New("nothing came or went on the connection for too long")
	errClosed  = errors.New("the connection was closed before the answer came")
)

// watched ends requests on whose connection nothing moves, and remembers what answers tell
// of the service.
type watched struct {
	next     http.RoundTripper
	stall    time.Duration
	answered *answered
}

// bytesPerSecond is how fast a service takes at least what it has been sent, once it has
// it: until then its answer is waited for.
const bytesPerSecond = 20 << 20

func (w *watched) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(request.Context())
	timer := time.AfterFunc(w.stall, func() { cancel(errStalled) })
	request = request.Clone(ctx)
	var over atomic.Bool // the transport may go on reading a body that is answered already
	if request.Body != nil {
		request.Body = &upload{ReadCloser: request.Body, timer: timer, stall: w.stall, over: &over}
	}
	response, err := w.next.RoundTrip(request)
	over.Store(true)
	timer.Stop()
	if err != nil {
		err = moved(ctx, err)
		cancel(nil)
		return nil, err
	}
	w.answered.note(response.Header)
	response.Body = &answer{ReadCloser: response.Body, ctx: ctx, cancel: cancel, timer: timer, stall: w.stall}
	return response, nil
}

// moved returns why a request failed in words of this package: the client that stands
// between takes others for its own.
func moved(ctx context.Context, err error) error {
	switch {
	case errors.Is(context.Cause(ctx), errStalled):
		return errStalled
	case ctx.Err() == nil && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)):
		return errClosed
	}
	return err
}

// upload is a request's body: whenever some of it was taken, the connection lives.
type upload struct {
	io.ReadCloser
	timer *time.Timer
	stall time.Duration
	over  *atomic.Bool
	sent  int64
}

func (u *upload) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	u.sent += int64(n)
	if !u.over.Load() {
		u.timer.Reset(u.stall + time.Duration(u.sent/bytesPerSecond)*time.Second)
	}
	return n, err
}

// answer is an answer's body. Only while it is read somebody waits for the connection.
type answer struct {
	io.ReadCloser
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	stall  time.Duration
}

func (a *answer) Read(p []byte) (int, error) {
	a.timer.Reset(a.stall)
	n, err := a.ReadCloser.Read(p)
	a.timer.Stop()
	if err != nil && !errors.Is(err, io.EOF) {
		err = moved(a.ctx, err)
	}
	return n, err
}

func (a *answer) Close() error {
	a.timer.Stop()
	err := a.ReadCloser.Close()
	a.cancel(nil)
	return err
}
