package home_test

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	"gesso/state/home"
	"gesso/state/home/place"
	"gesso/state/home/shelf"
	"gesso/state/home/shelf/s3/s3test"
)

// TestPlaces: on shelves as there are, machines that wait for nobody take over from each
// other all the time, and what each was told is in the log is there once.
func TestPlaces(t *testing.T) {
	server := s3test.Serve(t)
	for _, settings := range []place.Settings{
		{Kind: "local", Values: map[string]string{"path": t.TempDir()}},
		{Kind: "s3", Values: server.Values("autumn")},
	} {
		t.Run(settings.Kind, func(t *testing.T) {
			open := func() shelf.Shelf {
				s, err := place.Open(t.Context(), settings, place.Options{Environ: server.Environ})
				if err != nil {
					t.Fatal(err)
				}
				return s
			}
			_, at := founded(t, open(), home.Options{})
			var mu sync.Mutex
			said := map[string]bool{}
			var machines sync.WaitGroup
			for m := range 4 {
				h := home.On(open(), home.Options{ID: homeID, Lease: 10 * time.Second, Discourteous: true})
				machines.Go(func() { rude(t, h, at, fmt.Sprint(m), func(word string) { mu.Lock(); said[word] = true; mu.Unlock() }) })
			}
			machines.Wait()

			h := home.On(open(), home.Options{})
			times := map[string]int{}
			for _, word := range words(t, tail(t, h, at)) {
				times[word]++
			}
			if len(said) == 0 {
				t.Error("nobody came to write anything")
			}
			for word := range said {
				if times[word] != 1 {
					t.Errorf("%q is in the log %d times", word, times[word])
				}
			}
			snapshot, segments, err := h.Newest(t.Context())
			if err != nil || snapshot == nil {
				t.Fatal(snapshot, err)
			}
			if err := h.Content(t.Context(), *snapshot, io.Discard); err != nil {
				t.Error(err)
			}
			for _, s := range segments {
				if s.At.N <= snapshot.At.N {
					t.Errorf("segment %d is behind the snapshot of %d", s.At.N, snapshot.At.N)
				}
			}
		})
	}
}

// rude is a machine that begins again and again, and reports what it could not append.
func rude(t *testing.T, h *home.Home, at home.Position, name string, said func(string)) {
	for run := range 4 {
		e, _, err := h.Begin(t.Context(), at, holder(name), home.Waiting{})
		if err != nil {
			t.Error(err)
			return
		}
		for i := range 5 {
			word := fmt.Sprintf("%s.%d.%d", name, run, i)
			_, err := e.Append(frames(t, word))
			var deposed *home.DeposedError
			if errors.As(err, &deposed) {
				word += " reported"
				err = e.Report(frames(t, word))
			}
			if err != nil {
				t.Error(err)
				break
			}
			said(word)
			if deposed != nil {
				break
			}
		}
		var s *home.Snapshot
		if s, err = h.Save(t.Context(), e.At(), func(w io.Writer) error { _, err := io.WriteString(w, name); return err }); err == nil {
			err = e.End(s)
		}
		if err != nil {
			t.Error(err)
		}
	}
}
