package flux

import (
	"errors"
	"io"
	"sync"
)

// body is what a POST sends, and the witness of whether it was sent.
//
// The provider cannot act on a request, nor charge for it, without any byte of
// its body. So a body that the transport never read proves that nothing was
// bought, whatever went wrong: a name that does not resolve, a refused
// connection, a failed handshake, a cancelled context, a kept connection that
// turned out dead. Unlike net/http/httptrace this holds for every transport, and
// sealing it leaves no gap: net/http may go on writing a request after
// RoundTrip gave up on it, but of a sealed body it gets nothing.
//
// It is neither a Seeker nor has its request a GetBody, so nobody can send it
// a second time.
type body struct {
	mu      sync.Mutex
	content io.Reader
	read    bool
	sealed  bool
}

var errSealed = errors.New("the call is over")

func (b *body) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sealed {
		return 0, errSealed
	}
	b.read = true
	return b.content.Read(p)
}

// Close does nothing: content belongs to the caller of the call.
func (b *body) Close() error { return nil }

// seal ends the body and reports whether any of it may have been sent.
func (b *body) seal() (sent bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sealed = true
	return b.read
}
