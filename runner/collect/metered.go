package collect

import "io"

// metered is a writer that tells how much of a picture it got.
type metered struct {
	io.Writer
	tell       func(done, size int64)
	done, size int64
	told       int64 // of done
}

// metered tells Fetching of what is written for an address.
func (c *Collector) metered(w io.Writer, address string) io.Writer {
	if c.Fetching == nil || address == "" {
		return w
	}
	m := &metered{Writer: w, tell: func(done, size int64) { c.Fetching(address, done, size) }}
	m.tell(0, 0)
	return m
}

// steps is how many parts of a picture are told of.
const steps = 10

// Announce takes how many bytes will come, see provider.Announced. An attempt after a
// broken one announces them again.
func (m *metered) Announce(size int64) { m.size = max(0, size) }

func (m *metered) Write(p []byte) (int, error) {
	n, err := m.Writer.Write(p)
	m.done += int64(n)
	if m.size > 0 && (m.done-m.told)*steps >= m.size {
		m.told = m.done
		m.tell(min(m.done, m.size), m.size)
	}
	return n, err
}
