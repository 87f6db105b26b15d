package live

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"gesso/runner/gallery"
	"gesso/runner/gallery/page"
)

// Options configure a server. All but Form, Look, Every and Complain must be set.
type Options struct {
	Listener net.Listener  // of Listen
	Pictures page.Pictures // must be safe for concurrent use; slow ones are made on demand
	Form     page.Form     // Live, Version and Previews are set by the server

	// Collect returns the current gallery, which then belongs to the server. It is called
	// by one goroutine at a time.
	Collect func(context.Context) (*gallery.Gallery, error)

	// Look fills in the Looks of a gallery's images, which may take long: pages are served
	// meanwhile, without them. It is called by one goroutine at a time, possibly while
	// Collect runs, with a gallery that nobody else has. Nil leaves them out.
	Look func(context.Context, *gallery.Gallery) error

	// Stamp returns a text that changes with anything that the gallery is made of; then the
	// gallery is collected again. It is called often and must be cheap.
	Stamp func() string
	Every time.Duration // how often Stamp is called; 0: every half second

	Decisions string      // the file in which the page's decisions are saved
	Complain  func(error) // is called once with each reason why the gallery cannot be collected; may be nil
}

// atOnce is how many thumbnails are made at once. Further requests wait, until their client
// goes.
const atOnce = 4

// Server serves one gallery. It is safe for concurrent use.
type Server struct {
	o     Options
	token string
	hosts map[string]bool

	making chan struct{} // a slot for each thumbnail that is being made
	fresh  chan struct{} // there is a gallery that look has not seen
	saving sync.Mutex

	mu      sync.Mutex
	now     *gallery.Gallery
	version int             // the version of now, from 1
	shape   int             // the version in which groups or addresses last changed
	changed []int           // for each image of now, the version in which it last changed
	shown   map[string]bool // the SHA-256 of each picture that was ever shown
	problem string          // why now is not up to date; "": it is
	pages   map[chan struct{}]bool
}

// Listen listens at HOST:PORT. The host must be a name or an address of this machine alone;
// port 0 means any free one.
func Listen(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%q is no HOST:PORT, such as 127.0.0.1:8080", address)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%q is not this machine alone: a gallery is served to nobody else, at 127.0.0.1, [::1] or localhost", address)
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("the gallery cannot be served at %s, port 0 is any that is free: %w", address, err)
	}
	if at, ok := l.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() {
		return nil, errors.Join(fmt.Errorf("%q is %s, which is not this machine alone", host, l.Addr()), l.Close())
	}
	return l, nil
}

// New makes a server and collects the gallery for the first time. The error is that of
// Collect, or says why the decision file cannot be written.
func New(ctx context.Context, o Options) (*Server, error) {
	s := &Server{o: o, token: rand.Text(), hosts: hosts(o.Listener.Addr()), shown: map[string]bool{}, pages: map[chan struct{}]bool{},
		making: make(chan struct{}, atOnce), fresh: make(chan struct{}, 1)}
	if s.o.Every == 0 {
		s.o.Every = time.Second / 2
	}
	if s.o.Complain == nil {
		s.o.Complain = func(error) {}
	}
	if _, err := s.readDecisions(); err != nil {
		return nil, err
	}
	g, err := o.Collect(ctx)
	if err != nil {
		return nil, err
	}
	s.publish(g)
	return s, nil
}

// URL returns the page's URL. Whoever knows it may look and decide.
func (s *Server) URL() string {
	return "http://" + s.o.Listener.Addr().String() + "/" + s.token + "/"
}

// Serve serves and updates the gallery until ctx ends; then it closes the listener and
// returns nil. Any other error is the listener's. It must be called only once.
func (s *Server) Serve(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 1 << 16,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(s.o.Listener) }()
	var following sync.WaitGroup
	following.Go(func() { s.follow(ctx) })
	following.Go(func() { s.look(ctx) })
	var err error
	select {
	case <-ctx.Done():
		err = server.Close() // open event streams never end by themselves
		<-done
	case err = <-done:
	}
	end()
	following.Wait()
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
