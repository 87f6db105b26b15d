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

// Options are what a server is made of. All but Form, Look, Every and Complain must be set.
type Options struct {
	Listener net.Listener  // of Listen
	Pictures page.Pictures // is safe for concurrent use; what takes long is asked for when somebody looks
	Form     page.Form     // Live, Version and Previews are the server's

	// Collect is the gallery as it is now. It is called by one goroutine at a time, and what
	// it returns is the server's.
	Collect func(context.Context) (*gallery.Gallery, error)

	// Look fills in what the pixels of a gallery's pictures tell (see gallery.Looks), which may
	// take long: pages are served meanwhile, without that. It is called by one goroutine at a
	// time, also while Collect runs, with a gallery that nobody else has. Nil tells nothing.
	Look func(context.Context, *gallery.Gallery) error

	// Stamp is a word for all that the gallery is made of: where it is another word than
	// before, the gallery is collected anew. It is called every so often, and must be cheap.
	Stamp func() string
	Every time.Duration // 0: half a second

	Decisions string      // the file that the page's decisions are saved in
	Complain  func(error) // is told once why the gallery cannot be collected now; nil: nobody is
}

// atOnce is how many pictures are asked for at once: the others wait, and who has gone waits no
// longer.
const atOnce = 4

// Server serves one gallery. Its methods may be called at the same time.
type Server struct {
	o     Options
	token string
	hosts map[string]bool

	making chan struct{} // a place for each picture that Pictures is asked for at once
	fresh  chan struct{} // there is a gallery that nobody has looked at
	saving sync.Mutex

	mu      sync.Mutex
	now     *gallery.Gallery
	version int             // of now, from 1
	shape   int             // the version in which groups or addresses last changed
	changed []int           // of each image of now: the version in which it last changed
	shown   map[string]bool // SHA-256 of each picture that was ever shown
	problem string          // why now is not what there is; "": it is
	pages   map[chan struct{}]bool
}

// Listen listens at HOST:PORT, whose host must be a name or an address of this machine
// alone; port 0 is any.
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

// New makes a server and collects the gallery for the first time. The error is Collect's, or
// says why the file of decisions cannot be written.
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

// URL is the page's address. Who knows it may look and decide.
func (s *Server) URL() string {
	return "http://" + s.o.Listener.Addr().String() + "/" + s.token + "/"
}

// Serve serves and follows until ctx ends, and then closes the listener and returns nil;
// another error is the listener's. It must be called once.
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
		err = server.Close() // open streams never end by themselves
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
