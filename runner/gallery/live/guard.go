package live

import (
	"crypto/subtle"
	"net"
	"net/http"
	"strings"
)

// hosts returns the names under which a local listener answers. A page of another site
// whose name resolves to this machine uses none of them.
func hosts(addr net.Addr) map[string]bool {
	at := addr.String()
	_, port, err := net.SplitHostPort(at)
	if err != nil {
		panic(err) // Listen listens on TCP
	}
	return map[string]bool{at: true, "localhost:" + port: true, "127.0.0.1:" + port: true, "[::1]:" + port: true}
}

// policy permits what is served beside the page, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guard sets the headers of every answer and refuses requests without the right to one. It
// returns the path after the token, and whether to go on.
func (s *Server) guard(w http.ResponseWriter, r *http.Request) (rest string, ok bool) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer") // the URL contains the token
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if !s.hosts[r.Host] {
		http.Error(w, "this is not the name under which the gallery is served", http.StatusMisdirectedRequest)
		return "", false
	}
	if !own(r) {
		http.Error(w, "the gallery answers its own page alone", http.StatusForbidden)
		return "", false
	}
	token, rest, found := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if !found || subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) != 1 {
		http.Error(w, "there is nothing here: the gallery is at the address that gesso printed", http.StatusNotFound)
		return "", false
	}
	return rest, true
}

// own reports whether a request comes from the page itself, or from no page. A request that
// writes must come from the page.
func own(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" && r.Method == http.MethodPost {
		return false
	}
	if origin != "" && origin != "http://"+r.Host {
		return false
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "" || site == "same-origin" || site == "none"
}
