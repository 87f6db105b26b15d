package dial

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Limits of a connection. None of them is the provider's: they are ours.
const (
	dialTimeout      = 10 * time.Second // a host that does not shake hands in that time is down
	handshakeTimeout = 10 * time.Second

	// idleConnections is how many connections to one host are kept: as many as
	// there can reasonably be calls at a time, else each burst dials anew.
	idleConnections = 64

	// apiIdle is how long an unused connection for free calls is kept. Servers
	// close them too: Node's default is 5 s, load balancers have 60 s and more.
	apiIdle = 4 * time.Second
	webIdle = 30 * time.Second // pictures are free to ask again

	maxHeader = 64 << 10 // bytes of an answer's header; real ones have about 1 KiB
)

// API carries the calls with a token. It speaks HTTP/1.1 only: over
// HTTP/2 all requests in flight share one connection, and when that breaks all
// of them are in doubt together; net/http also re-sends some by itself there.
func API(g *Guard) *http.Transport {
	t := transport()
	t.Proxy = http.ProxyFromEnvironment
	t.DialContext = (&net.Dialer{Timeout: dialTimeout, Control: g.noteAPI}).DialContext
	t.IdleConnTimeout = apiIdle
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	// Said too, since a server that is asked for nothing may take HTTP/2 for granted.
	t.TLSClientConfig = &tls.Config{
		NextProtos: []string{"http/1.1"},
		// A connection for each paid call resumes the session of an earlier one, which
		// spares the certificates and their verification.
		ClientSessionCache: tls.NewLRUClientSessionCache(0),
	}
	return t
}

// Paid carries what is paid, each call over a connection of its own. A
// POST that is written while the server closes an idle connection is in doubt,
// however short the time was, and that doubt costs more than any handshake.
func Paid(g *Guard) *http.Transport {
	t := API(g)
	t.DisableKeepAlives = true
	return t
}

// Web carries downloads, to addresses that a server named.
func Web(g *Guard, proxy func(*http.Request) (*url.URL, error)) *http.Transport {
	t := transport()
	t.Proxy = g.remember(proxy)
	guarded := &net.Dialer{Timeout: dialTimeout, Control: g.control}
	plain := &net.Dialer{Timeout: dialTimeout}
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if g.isProxy(address) {
			return plain.DialContext(ctx, network, address)
		}
		return guarded.DialContext(ctx, network, address)
	}
	t.IdleConnTimeout = webIdle
	t.ForceAttemptHTTP2 = true // a custom dialer turns it off
	return t
}

func transport() *http.Transport {
	return &http.Transport{
		TLSHandshakeTimeout:    handshakeTimeout,
		MaxIdleConns:           2 * idleConnections,
		MaxIdleConnsPerHost:    idleConnections,
		MaxResponseHeaderBytes: maxHeader,
		OnProxyConnectResponse: tunnelled,
		// Compressed bodies lose their Content-Length, which tells a cut one.
		DisableCompression: true,
	}
}

// tunnelled refuses a proxy's answer that is no tunnel, in a form that can be told
// from other failures: net/http has only its words.
func tunnelled(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{answer.StatusCode}
}

// ProxyError is what a proxy answers in place of a tunnel. Nothing was sent
// through it.
type ProxyError struct{ status int }

func (e *ProxyError) Error() string { return fmt.Sprintf("the proxy answered HTTP %d", e.status) }

// Refuses reports whether the proxy would answer every other call so.
func (e *ProxyError) Refuses() bool {
	return e.status >= 400 && e.status < 500 && e.status != http.StatusTooManyRequests
}
