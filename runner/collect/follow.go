package collect

import "io"

// follower is told how many bytes of a picture are here, of how many; 0: not known.
// Nil is nobody.
type follower func(received, size int64)

// follow tells whoever follows the run of an address's picture.
func (c *Collector) follow(address string) follower {
	if c.Downloading == nil {
		return nil
	}
	return func(received, size int64) { c.Downloading(address, received, size) }
}

// writer is w with the follower looking on.
func (f follower) writer(w io.Writer) io.Writer {
	if f == nil {
		return w
	}
	f(0, 0)
	return &followed{Writer: w, follow: f}
}

// followed is a writer that somebody follows. It is for one goroutine.
type followed struct {
	io.Writer
	follow               follower
	received, told, size int64
}

// Tellings are how often a download is told of, where its size is known; else it is
// after so many bytes.
const (
	tellings   = 20
	tellingGap = 256 << 10
)

// Expect takes what provider.Client says of the whole size.
func (f *followed) Expect(size int64) { f.size = max(size, 0) }

// Write implements io.Writer.
func (f *followed) Write(p []byte) (int, error) {
	n, err := f.Writer.Write(p)
	f.received += int64(n)
	gap := int64(tellingGap)
	if f.size > 0 {
		gap = f.size / tellings
	}
	if f.received-f.told >= gap {
		f.told = f.received
		f.follow(f.received, f.size)
	}
	return n, err
}
