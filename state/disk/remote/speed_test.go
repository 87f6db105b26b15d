package remote_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"gesso/state/disk/remote"
)

// line is a home at the end of a line of so many bytes a second, 50 ms away.
type line struct {
	*home
	rate float64

	mu   sync.Mutex
	free time.Time // when what was sent before has gone through
}

const latency = 50 * time.Millisecond

func (l *line) Get(_ context.Context, sha string, w io.Writer) error {
	time.Sleep(latency)
	data := l.objects[sha]
	for len(data) > 0 {
		piece := data[:min(len(data), 64<<10)]
		data = data[len(piece):]
		l.pass(len(piece))
		if _, err := w.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// pass waits until so many bytes have gone through.
func (l *line) pass(n int) {
	l.mu.Lock()
	now := time.Now()
	if l.free.Before(now) {
		l.free = now
	}
	l.free = l.free.Add(time.Duration(float64(n) / l.rate * float64(time.Second)))
	wait := l.free.Sub(now)
	l.mu.Unlock()
	if wait > time.Millisecond {
		time.Sleep(wait)
	}
}

// BenchmarkFetch brings pictures of 1 MB over lines that are 50 ms away, and tells how much
// of the line that takes.
func BenchmarkFetch(b *testing.B) {
	for _, test := range []struct {
		name     string
		pictures int
		rate     float64 // bytes a second
	}{{"200 Mbit", 300, 25e6}, {"1 Gbit", 1000, 125e6}} {
		b.Run(test.name, func(b *testing.B) { fetchAll(b, test.pictures, test.rate) })
	}
}

func fetchAll(b *testing.B, pictures int, rate float64) {
	const size = 1 << 20
	far := &line{home: newHome(), rate: rate}
	var shas []string
	picture := make([]byte, size)
	_, _ = rand.Read(picture)
	for i := range pictures {
		picture := append([]byte{byte(i), byte(i >> 8)}, picture[2:]...)
		sum := sha256.Sum256(picture)
		sha := hex.EncodeToString(sum[:])
		shas = append(shas, sha)
		far.objects[sha], far.recorded[sha] = picture, size
	}
	for b.Loop() {
		s, _ := storeOn(b, far.home, far)
		begun := time.Now()
		var group errgroup.Group
		group.SetLimit(remote.Transfers)
		for _, sha := range shas {
			group.Go(func() error { return s.Verify(sha) }) // as a run has it, before it is placed
		}
		if err := group.Wait(); err != nil {
			b.Fatal(err)
		}
		got := float64(pictures*size) / time.Since(begun).Seconds()
		b.ReportMetric(got/1e6, "MB/s")
		b.ReportMetric(100*got/rate, "%-of-the-line")
	}
}
