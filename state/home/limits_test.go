package home_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gesso/state/home"
	"gesso/state/home/shelf"
	"gesso/state/home/shelf/shelftest"
)

// TestBomb: a snapshot is believed to have what the log says, and not read any further.
func TestBomb(t *testing.T) {
	s := &shelftest.Memory{}
	h, _ := founded(t, s, home.Options{})
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(make([]byte, 64<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(packed.Bytes())
	bomb := home.Snapshot{At: home.Position{N: 1, Seal: strings.Repeat("ab", 32)}, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(packed.Len()), Size: 1000}
	name := "state/0000000001-" + bomb.SHA256[:16]
	s.Put(name, packed.Bytes())
	var out counter
	named(t, h.Content(t.Context(), bomb, &out), name, "a bomb")
	if out > 1001 {
		t.Errorf("%d bytes of it were written", out)
	}
	for what, size := range map[string]int64{"less than there is": 64<<20 - 1, "more than there is": 64<<20 + 1} {
		bomb.Size = size
		named(t, h.Content(t.Context(), bomb, io.Discard), name, what)
	}
	bomb.Size = 64 << 20
	if err := h.Content(t.Context(), bomb, io.Discard); err != nil {
		t.Error(err)
	}
	bomb.Bytes++
	named(t, h.Content(t.Context(), bomb, io.Discard), name, "another size")
	bomb.Bytes--
	if err := s.Remove(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	named(t, h.Content(t.Context(), bomb, io.Discard), name, "none")
	s.Put(name, []byte("not packed"))
	bomb.Bytes = 10
	sum = sha256.Sum256([]byte("not packed"))
	bomb.SHA256 = hex.EncodeToString(sum[:])
	s.Put("state/0000000001-"+bomb.SHA256[:16], []byte("not packed"))
	named(t, h.Content(t.Context(), bomb, io.Discard), "state/0000000001-"+bomb.SHA256[:16], "what is not packed")
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// vast is a shelf whose segments have as many bytes as it likes to say, and send them.
type vast struct {
	*shelftest.Memory
	size int64
}

func (v *vast) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	if strings.HasPrefix(name, "log/") {
		return io.NopCloser(endless{}), v.size, nil
	}
	return v.Memory.Read(ctx, name)
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestOversize: no object has gesso read more than it would write.
func TestOversize(t *testing.T) {
	s := &shelftest.Memory{}
	worked := &vast{Memory: s, size: 64<<20 + 1}
	_, at := founded(t, s, home.Options{})
	_, err := home.On(worked, home.Options{ID: homeID}).Tail(t.Context(), at)
	named(t, err, "log/0000000001", "more bytes than a segment has")
	worked.size = 100
	synctest.Test(t, func(t *testing.T) {
		if _, err := home.On(worked, home.Options{ID: homeID}).Tail(t.Context(), at); err == nil {
			t.Error("more bytes came than were said, and nobody notices")
		}
	})
}

// TestLongFrames: what is more than a segment takes is written into several.
func TestLongFrames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		h, at := founded(t, s, home.Options{})
		e, _ := begin(t, h, at, "one")
		var want []string
		for i := range 9 {
			want = append(want, fmt.Sprint(i, strings.Repeat("x", 1<<20)))
		}
		appended(t, e, want...)
		ended(t, e, nil)
		log := tail(t, h, at)
		if got := words(t, log); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Error("they are not what they were")
		}
		if kinds(log) != "begun events events events ended" {
			t.Errorf("they are written as %s", kinds(log))
		}
	})
}

// TestRoundTrips: what a look costs, where each request takes a while.
func TestRoundTrips(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const latency = 50 * time.Millisecond
		s := &shelftest.Memory{}
		var mu sync.Mutex
		requests := 0
		h, at := founded(t, s, home.Options{})
		e, _ := begin(t, h, at, "one")
		for range 40 {
			appended(t, e, "a")
		}
		snapshot, err := h.Save(t.Context(), e.At(), func(w io.Writer) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		saved := e.At()
		for range 10 {
			appended(t, e, "b")
		}
		ended(t, e, snapshot)
		last := e.At()

		slow := home.On(shelftest.WithLatency(shelftest.WithFaults(s, func(shelftest.Call) shelftest.Fault {
			mu.Lock()
			defer mu.Unlock()
			requests++
			return shelftest.None
		}), latency), home.Options{ID: homeID})
		costs := func(what string, trips, most int, do func() error) {
			t.Helper()
			start := time.Now()
			requests = 0
			if err := do(); err != nil {
				t.Error(what, err)
			}
			if took := time.Since(start); took > time.Duration(trips)*latency || requests > most {
				t.Errorf("%s takes %s and %d requests, want %d round trips and %d", what, took, requests, trips, most)
			}
		}
		look := func(at home.Position) func() error {
			return func() error { _, err := slow.Tail(t.Context(), at); return err }
		}
		costs("a look at a quiet home", 1, 2, look(last))
		costs("a look after 11 segments", 2, 13, look(saved))
		costs("a look after 52 segments", 5, 54, look(at))
		costs("a new machine", 3, 14, func() error { _, _, err := slow.Newest(t.Context()); return err })
		for range 30 { // sessions in which nothing happens
			e, _ = begin(t, h, last, "one")
			if s := e.At(); s.N == last.N+1 {
				if snapshot, err = h.Save(t.Context(), s, func(w io.Writer) error { return nil }); err != nil {
					t.Fatal(err)
				}
			} else {
				snapshot = nil
			}
			ended(t, e, snapshot)
		}
		last = e.At()
		costs("the snapshot that counts, with 59 segments behind it", 2, 2, func() error { _, err := slow.Kept(t.Context()); return err })
		var f *home.Epoch
		costs("beginning", 3, 4, func() (err error) {
			f, _, err = slow.Begin(t.Context(), last, holder("two"), home.Waiting{})
			return err
		})
		costs("an append", 1, 1, func() error { _, err := f.Append(frames(t, "c")); return err })
		costs("ending", 1, 1, func() error { return f.End(nil) })
		costs("standing", 3, 3, func() error { _, err := slow.Standing(t.Context()); return err })
	})
}

// TestBlindShelf: a shelf that has come to ignore conditions is found out when an epoch
// begins, before anything is paid for.
func TestBlindShelf(t *testing.T) {
	s := &shelftest.Memory{}
	_, at := founded(t, s, home.Options{})
	blind := s.Clone()
	blind.Blind = true
	_, _, err := home.On(blind, home.Options{ID: homeID}).Begin(t.Context(), at, holder("one"), home.Waiting{})
	if _, ok := errors.AsType[*shelf.IgnoredError](err); !ok {
		t.Errorf("Begin: %v; want a *shelf.IgnoredError", err)
	}
}
