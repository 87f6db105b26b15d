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

// newTransport makes the transport to the service: through the proxies of the environment,
// trusting the certificates of the settings besides the system's. The system has hundreds,
// so they are read at the first request, and not at all without TLS.
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

// late is a transport that is made by its first request.
type late struct{ made func() http.RoundTripper }

func (l *late) RoundTrip(request *http.Request) (*http.Response, error) {
	return l.made().RoundTrip(request)
}

// transportTrusting returns a transport that trusts certificates; nil: the system's.
func transportTrusting(pool *x509.CertPool) *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConns:        256,
		MaxIdleConnsPerHost: 64, // as many pictures are transferred at once
		IdleConnTimeout:     time.Minute,
		DisableCompression:  true, // objects are transferred as they are
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool},
	}
}

// certificates returns the certificates that the settings name, at least one; nil if they
// name none.
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

// watched ends requests whose connection makes no progress, and notes what answers reveal
// about the service.
type watched struct {
	next     http.RoundTripper
	stall    time.Duration
	answered *answered
}

// bytesPerSecond is the speed at which a service is assumed to store, at least, what it has
// received. Its answer may take that long.
const bytesPerSecond = 20 << 20

func (w *watched) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(request.Context())
	timer := time.AfterFunc(w.stall, func() { cancel(errStalled) })
	request = request.Clone(ctx)
	var over atomic.Bool // the transport may still be reading a body that is answered already
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

// moved returns the cause of a failed request in this package's terms: the client in
// between would misinterpret others.
func moved(ctx context.Context, err error) error {
	switch {
	case errors.Is(context.Cause(ctx), errStalled):
		return errStalled
	case ctx.Err() == nil && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)):
		return errClosed
	}
	return err
}

// upload is a request's body. Each read of it shows that the connection is alive.
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

// answer is an answer's body. The connection is watched only while it is being read.
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
