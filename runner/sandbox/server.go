package sandbox

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/time/rate"

	"gesso/runner/provider"
	"gesso/runner/sandbox/fault"
	"gesso/runner/sandbox/internal/front"
	"gesso/runner/sandbox/internal/studio"
	"gesso/runner/sandbox/internal/variant"
)

// The paths that are the sandbox's own. The API's are in New.
const (
	picturesPath = provider.PlaceholderPath
	filesPath    = "/sandbox/files/"
	booksPath    = "/sandbox/requests"
)

// Server is the sandbox as an http.Handler. It is safe for concurrent use.
type Server struct {
	options Options
	clock   Clock
	mux     *http.ServeMux
	ledger  ledger
	account account
	links   links
	pace    *rate.Limiter // of submissions
	shelf   *studio.Shelf
	studio  *studio.Studio
	foreign stranger
	fetcher *http.Client
	public  bool         // it listens to other machines
	delays  atomic.Int32 // answers that told a client to wait

	// callbacks run after their request was answered, until alive ends.
	callbacks sync.WaitGroup
	alive     context.Context
	end       context.CancelFunc
}

// New makes a server. The caller owes it a Close, which ends what it still does
// in the background and removes the files that were uploaded.
func New(o Options) *Server {
	s := &Server{options: o, clock: o.Clock, mux: http.NewServeMux(), shelf: studio.NewShelf(), fetcher: newFetcher()}
	if s.clock == nil {
		s.clock = machineClock{}
	}
	cache := o.CacheBytes
	if cache == 0 {
		cache = defaultCacheBytes
	}
	s.studio = studio.New(cache)
	s.account.open(o.Balance)
	s.links.expire, s.links.anew = o.Expire, o.Recode
	s.pace = newPace(o.Rate)
	s.alive, s.end = context.WithCancel(context.Background())

	s.mux.HandleFunc("POST /flux/images", s.api(s.images))
	s.mux.HandleFunc("POST /flux/tasks", s.api(s.tasks))
	s.mux.HandleFunc("POST /api/v1/files/{$}", s.api(s.upload))
	s.mux.HandleFunc("GET "+picturesPath+"{name}", s.download(s.picture))
	s.mux.HandleFunc("GET "+filesPath+"{name}", s.download(s.file))
	s.mux.HandleFunc("GET "+booksPath, s.private(s.showBooks))
	page := s.front()
	s.mux.HandleFunc("GET /{$}", s.private(page.ServeHTTP))
	s.mux.HandleFunc("GET "+front.EventsPath, s.private(page.Events))
	s.mux.HandleFunc("GET "+front.LooksPath+"{name}", s.private(page.Look))
	s.mux.HandleFunc("/", s.unknown)
	return s
}

// ServeHTTP answers a request. Every answer carries the header Gesso-Sandbox, so
// that nobody can take the sandbox for the provider.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Gesso-Sandbox", "1")
	if !forPeople(r.URL.Path) {
		s.ledger.note(func(b *Books) { b.Requests++ })
	}
	if s.options.Logf != nil {
		s.options.Logf("%s %s", r.Method, r.URL.Path)
	}
	if r.ContentLength != 0 {
		// Also of a body that no handler reads: net/http would wait for its end.
		// Whoever reads it ends the bound.
		hurry(w, uploadTime)
	}
	s.mux.ServeHTTP(w, r)
}

// forPeople reports whether a path is none that a client of the API asks for.
func forPeople(path string) bool {
	return path == "/" || path == booksPath || path == front.EventsPath || strings.HasPrefix(path, front.LooksPath)
}

// Close ends what runs in the background, and removes uploaded files.
// Requests that still wait for a generation are answered as cut.
func (s *Server) Close() error {
	s.end()
	s.callbacks.Wait()
	return errors.Join(s.foreign.close(), s.shelf.Close())
}

// Books returns a copy of what the server was asked so far.
func (s *Server) Books() Books { return s.ledger.snapshot() }

func (s *Server) showBooks(w http.ResponseWriter, r *http.Request) {
	answer(w, http.StatusOK, s.Books())
}

// private asks for the token, where there is one: the books and the page tell
// what others asked for.
func (s *Server) private(handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.options.Token != "" && bearer(r) != s.options.Token {
			w.Header().Set("WWW-Authenticate", "Bearer")
			fail(w, &fault.Failure{Status: http.StatusUnauthorized, Code: fault.CodeInvalidToken, Message: "send Authorization: Bearer <token>"}, variant.Of(r.URL.Path))
			return
		}
		handle(w, r)
	}
}

// bearer is the token that a request has, or "". The scheme's case means nothing
// (RFC 9110, 11.1).
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// apiHandler answers one API call, or returns the failure that does.
type apiHandler func(w http.ResponseWriter, r *http.Request) *fault.Failure

// api is what all calls of the API begin with: faults, then the token.
func (s *Server) api(handle apiHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		refused := s.admit(r)
		if refused != nil && r.URL.Path == "/flux/images" {
			s.ledger.note(func(b *Books) {
				b.Submissions++
				b.log(Entry{What: "submission"})
			})
			s.ledger.refused(Call{}, refused)
		}
		if refused == nil {
			refused = handle(w, r)
		}
		if refused != nil {
			fail(w, s.delay(refused), variant.Of(r.URL.Path, refused.Code, refused.Message))
		}
	}
}

// admit refuses a request before it is read.
func (s *Server) admit(r *http.Request) *fault.Failure {
	if arrive := s.options.Faults.Arrive; arrive != nil {
		if f := arrive(r); f != nil {
			return f
		}
	}
	token := bearer(r)
	switch {
	case token == "":
		return &fault.Failure{Status: http.StatusBadRequest, Code: fault.CodeNoToken, Message: "no token: send Authorization: Bearer <token>"}
	case s.options.Token != "" && token != s.options.Token:
		return &fault.Failure{Status: http.StatusUnauthorized, Code: fault.CodeInvalidToken, Message: "the token is not valid"}
	}
	return nil
}

// unknown is every path and method that is none of the API's.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request) {
	f := &fault.Failure{Status: http.StatusNotFound, Code: fault.CodeNoAPI, Message: "no API at " + r.Method + " " + r.URL.Path}
	fail(w, f, variant.Of(r.Method, r.URL.Path))
}

// newPace lets so many submissions through in a second, and at once; 0: all.
func newPace(perSecond float64) *rate.Limiter {
	if perSecond == 0 {
		return rate.NewLimiter(rate.Inf, 0)
	}
	return rate.NewLimiter(rate.Limit(perSecond), max(1, int(perSecond)))
}

// delay completes a 429 that does not say how long to wait. HTTP has two ways to
// say it, and clients have to know both, so they take turns.
func (s *Server) delay(f *fault.Failure) *fault.Failure {
	if f.Status != http.StatusTooManyRequests || f.RetryAfter != 0 || s.options.RetryAfter == 0 {
		return f
	}
	slower := *f
	slower.RetryAfter, slower.RetryDate = s.options.RetryAfter, s.delays.Add(1)%2 == 0
	return &slower
}

// linker makes links for the answer to a request.
func (s *Server) linker(r *http.Request) linker {
	base := s.base(r)
	return func(t *task, w *studio.Work) string { return s.links.of(base, t, w, s.clock.Now()) }
}

// base is what result links begin with.
func (s *Server) base(r *http.Request) string {
	if s.options.BaseURL != "" {
		return strings.TrimSuffix(s.options.BaseURL, "/")
	}
	return "http://" + r.Host
}
