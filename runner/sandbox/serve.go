package sandbox

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Running is a sandbox that listens.
type Running struct {
	URL    string // http://host:port, without a slash at its end
	Server *Server

	http *http.Server
	done chan error
}

// Start serves on a free port of 127.0.0.1 until Close: the sandbox of a test,
// or of a run whose endpoint is "sandbox".
func Start(o Options) (*Running, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return serve(l, o), nil
}

// Serve serves on l until ctx ends, and then closes l and returns nil; another
// error is l's. It is what `gesso sandbox` runs: the caller made the listener, so
// it knows the address to print.
func Serve(ctx context.Context, l net.Listener, o Options) error {
	running := serve(l, o)
	select {
	case <-ctx.Done():
		return running.Close()
	case err := <-running.done:
		running.done <- nil // for Close, which waits
		return errors.Join(err, running.Close())
	}
}

func serve(l net.Listener, o Options) *Running {
	server := New(o)
	if at, ok := l.Addr().(*net.TCPAddr); ok {
		server.public = !at.IP.IsLoopback()
	}
	running := &Running{
		URL:    "http://" + l.Addr().String(),
		Server: server,
		http:   &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute},
		done:   make(chan error, 1),
	}
	go func() {
		err := running.http.Serve(l)
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
		running.done <- err
	}()
	return running
}

// Close stops at once: connections are cut, callbacks end, uploads are removed.
// It must be called once.
func (r *Running) Close() error {
	err := r.http.Close()
	return errors.Join(err, <-r.done, r.Server.Close())
}
