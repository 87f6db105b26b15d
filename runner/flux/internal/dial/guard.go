package dial

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

// maxRedirects on the way to a picture. Real ones need none or one.
const maxRedirects = 5

// Guard keeps downloads on the public internet. The addresses come from a
// server, so without it an answer could make this machine fetch from services
// that only it can reach (a cloud's metadata, a router) and store what they say.
type Guard struct {
	Local   bool     // the API itself is on this machine or its network, and so may its pictures be
	proxies sync.Map // addresses of the user's own proxies, which may be anywhere

	translates atomic.Bool // the API was reached through NAT64
}

// Refusal is an address that is not fetched from. It passes no judgement on
// the network, so it is never retried.
type Refusal struct{ reason string }

func (r *Refusal) Error() string { return r.reason }

// Check looks at an URL before anything is asked of it.
func (g *Guard) Check(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return &Refusal{fmt.Sprintf("a picture's address has the scheme %q, not http or https", u.Scheme)}
	}
	if u.Hostname() == "" {
		return &Refusal{"a picture's address names no host"}
	}
	// Behind a proxy no dial of ours sees the address, so a plain one is looked
	// at here.
	if IsLocal(u.Hostname()) && !g.Local {
		return &Refusal{"a picture's address leads into the private network, to " + u.Hostname()}
	}
	if addr, err := netip.ParseAddr(u.Hostname()); err == nil {
		return g.allow(addr)
	}
	return nil
}

// Redirect is the CheckRedirect of downloads.
func (g *Guard) Redirect(req *http.Request, via []*http.Request) error {
	// A signed address is a secret between us and its host.
	req.Header.Del("Referer")
	if len(via) > maxRedirects {
		return &Refusal{fmt.Sprintf("a picture's address redirects more than %d times", maxRedirects)}
	}
	return g.Check(req.URL)
}

// control refuses at the last moment before a connection is made, when names
// are resolved: a name that answers differently the second time gains nothing.
func (g *Guard) control(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return &Refusal{"a picture's address has no IP address"}
	}
	return g.allow(ap.Addr())
}

// private are the networks that are no part of the public internet, beyond what
// netip knows by name (RFC 6890 and its successors). There is none for
// 198.18.0.0/15, reserved though it is: local proxies of the "fake IP" kind,
// common among this API's users, resolve every name to it.
var private = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // carriers' and overlays' own addresses
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
}

// translated are the networks whose addresses stand for others, of IPv4: who
// checks only the one that is written would be led to the one that is meant.
var translated = []netip.Prefix{
	netip.MustParsePrefix("::/96"),           // IPv4-compatible
	netip.MustParsePrefix("::ffff:0:0:0/96"), // IPv4-translated
	netip.MustParsePrefix("2001::/32"),       // Teredo
	netip.MustParsePrefix("2002::/16"),       // 6to4
	netip.MustParsePrefix("64:ff9b:1::/48"),  // a local NAT64
}

// nat64 is the network that all of IPv4 is seen through where there is only IPv6.
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

func within(networks []netip.Prefix, addr netip.Addr) bool {
	return slices.ContainsFunc(networks, func(n netip.Prefix) bool { return n.Contains(addr) })
}

// isPrivate reports whether an address is this machine's or its network's.
func isPrivate(addr netip.Addr) bool {
	return addr.IsLoopback() || addr.IsPrivate() || within(private, addr)
}

func (g *Guard) allow(addr netip.Addr) error {
	addr = addr.Unmap().WithZone("")
	switch {
	case addr.IsUnspecified(), addr.IsMulticast(), addr.IsLinkLocalUnicast(), addr == broadcast:
		return &Refusal{"a picture's address leads to " + addr.String() + ", which is no public address"}
	case nat64.Contains(addr):
		// Only where the API itself is reached so is it how pictures are.
		bytes := addr.As16()
		if meant := netip.AddrFrom4([4]byte(bytes[12:])); g.translates.Load() {
			return g.allow(meant)
		}
		return &Refusal{"a picture's address leads to " + addr.String() + ", which stands for another address"}
	case g.Local:
		return nil
	case isPrivate(addr):
		return &Refusal{"a picture's address leads into the private network, to " + addr.String()}
	case within(translated, addr):
		return &Refusal{"a picture's address leads to " + addr.String() + ", which stands for another address"}
	}
	return nil
}

var broadcast = netip.AddrFrom4([4]byte{255, 255, 255, 255})

// noteAPI is told which addresses the API is reached at.
func (g *Guard) noteAPI(_, address string, _ syscall.RawConn) error {
	if ap, err := netip.ParseAddrPort(address); err == nil && nat64.Contains(ap.Addr()) {
		g.translates.Store(true)
	}
	return nil
}

// remember makes proxy note which addresses are proxies.
func (g *Guard) remember(proxy func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(req *http.Request) (*url.URL, error) {
		u, err := proxy(req)
		if u != nil {
			g.proxies.Store(hostPort(u), true)
		}
		return u, err
	}
}

func (g *Guard) isProxy(address string) bool {
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

// IsLocal reports whether an endpoint's host is plainly on this machine or its
// private network. It asks no name server.
func IsLocal(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && isPrivate(addr.Unmap())
}
