package collect

import "io"

// follower is called with the bytes received of a picture and its size, 0 if not known. A
// nil follower is never called.
type follower func(received, size int64)

// follow returns the follower for an address's picture.
func (c *Collector) follow(address string) follower {
	if c.Downloading == nil {
		return nil
	}
	return func(received, size int64) { c.Downloading(address, received, size) }
}

// writer returns w, or a writer that reports to the follower as well.
func (f follower) writer(w io.Writer) io.Writer {
	if f == nil {
		return w
	}
	f(0, 0)
	return &followed{Writer: w, follow: f}
}

// followed is a writer that reports its progress. It is not safe for concurrent use.
type followed struct {
	io.Writer
	follow               follower
	received, told, size int64
}

// A download of known size is reported tellings times; of unknown size, every so many
// bytes.
const (
	tellings   = 20
	tellingGap = 256 << 10
)

// Expect implements the size announcement of provider.Client.
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
