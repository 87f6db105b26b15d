package flux

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
)

// maxRedirects on the way to a picture. Real ones need none or one.
const maxRedirects = 5

// guard keeps downloads on the public internet. The addresses come from a
// server, so without it an answer could make this machine fetch from services
// that only it can reach (a cloud's metadata, a router) and store what they say.
type guard struct {
	local   bool     // the API itself is on this machine or its network, and so may its pictures be
	proxies sync.Map // addresses of the user's own proxies, which may be anywhere
}

// refusal is an address that is not fetched from. It passes no judgement on
// the network, so it is never retried.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

// check looks at an URL before anything is asked of it.
func (g *guard) check(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return &refusal{fmt.Sprintf("a picture's address has the scheme %q, not http or https", u.Scheme)}
	}
	if u.Hostname() == "" {
		return &refusal{"a picture's address names no host"}
	}
	// Behind a proxy no dial of ours sees the address, so a plain one is looked
	// at here.
	if isLocal(u.Hostname()) && !g.local {
		return &refusal{"a picture's address leads into the private network, to " + u.Hostname()}
	}
	if addr, err := netip.ParseAddr(u.Hostname()); err == nil {
		return g.allow(addr)
	}
	return nil
}

// redirect is the CheckRedirect of downloads.
func (g *guard) redirect(req *http.Request, via []*http.Request) error {
	// A signed address is a secret between us and its host.
	req.Header.Del("Referer")
	if len(via) > maxRedirects {
		return &refusal{fmt.Sprintf("a picture's address redirects more than %d times", maxRedirects)}
	}
	return g.check(req.URL)
}

// control refuses at the last moment before a connection is made, when names
// are resolved: a name that answers differently the second time gains nothing.
func (g *guard) control(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return &refusal{"a picture's address has no IP address"}
	}
	return g.allow(ap.Addr())
}

// allow has no rule for 198.18.0.0/15, reserved though it is: local proxies of
// the "fake IP" kind, common among this API's users, resolve every name to it.
func (g *guard) allow(addr netip.Addr) error {
	addr = addr.Unmap()
	switch {
	case addr.IsUnspecified(), addr.IsMulticast(), addr.IsLinkLocalUnicast():
		return &refusal{"a picture's address leads to " + addr.WithZone("").String() + ", which is no public address"}
	case g.local:
		return nil
	case addr.IsLoopback(), addr.IsPrivate():
		return &refusal{"a picture's address leads into the private network, to " + addr.WithZone("").String()}
	}
	return nil
}

// remember makes proxy note which addresses are proxies.
func (g *guard) remember(proxy func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(req *http.Request) (*url.URL, error) {
		u, err := proxy(req)
		if u != nil {
			g.proxies.Store(hostPort(u), true)
		}
		return u, err
	}
}

func (g *guard) isProxy(address string) bool {
	_, ok := g.proxies.Load(address)
	return ok
}

// hostPort is the address that net/http dials for a proxy.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if port == "" {
		port = "1080" // SOCKS
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// isLocal reports whether an endpoint's host is plainly on this machine or its
// private network. It asks no name server.
func isLocal(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && (addr.Unmap().IsLoopback() || addr.Unmap().IsPrivate())
}
