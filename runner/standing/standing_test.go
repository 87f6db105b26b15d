package standing_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/standing"
	"gesso/state/home"
	"gesso/state/home/shelf/shelftest"
)

var ann = home.Holder{PID: 7, Host: "laptop", User: "ann", Command: "apply", Nonce: "nonce-of-ann"}

// founded is a home in which nobody works, with a snapshot.
func founded(t *testing.T) *home.Home {
	t.Helper()
	h := home.On(new(shelftest.Memory), home.Options{Lease: time.Minute})
	content := func(w io.Writer) error {
		_, err := io.WriteString(w, "a state")
		return err
	}
	if _, err := h.Found(t.Context(), home.Identity{ID: "0123456789abcdef", By: "ann@laptop"}, ann, content); err != nil {
		t.Fatal(err)
	}
	return h
}

func begin(t *testing.T, h *home.Home) *home.Epoch {
	t.Helper()
	epoch, _, err := h.Begin(t.Context(), home.Position{}, ann, home.Waiting{})
	if err != nil {
		t.Fatal(err)
	}
	return epoch
}

// TestLook tells of a home by one look.
func TestLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		look := func() *standing.Standing {
			t.Helper()
			s, err := standing.Look(t.Context(), h)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		empty := look()
		if empty.Holder != nil || empty.Snapshot == nil || empty.ID != "0123456789abcdef" || empty.FoundedBy != "ann@laptop" || empty.Left != "" {
			t.Errorf("of a home in which nobody works: %+v", empty)
		}
		epoch := begin(t, h)
		held := look()
		if held.Holder == nil || held.Holder.User != "ann" || held.Segments != empty.Segments+1 || held.Since != empty.Since+1 {
			t.Errorf("of a home in which ann works: %+v, before %+v", held, empty)
		}
		if err := epoch.End(nil); err != nil {
			t.Fatal(err)
		}
		if s := look(); s.Holder != nil {
			t.Errorf("after the end: %+v", s)
		}
	})
}

// TestWatch: who gives a sign of life is alive, and who does not is watched to the end.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := founded(t)
		epoch := begin(t, h)
		s, err := standing.Look(t.Context(), h)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Watch(t.Context(), h, time.Minute); err != nil || !s.Alive || s.Quiet > 40*time.Second {
			t.Errorf("of one that is alive: %+v, %v", s, err)
		}
		if err := epoch.End(nil); err != nil {
			t.Fatal(err)
		}
		dead := quiet{h, home.Standing{At: home.Position{N: 9}, Holder: &ann}}
		s, err = standing.Look(t.Context(), dead)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Watch(t.Context(), dead, time.Minute); err != nil || s.Alive || s.Quiet < time.Minute || s.Quiet > 62*time.Second {
			t.Errorf("of one that is silent: %+v, %v", s, err)
		}
	})
}

// quiet is a home in which somebody works and writes nothing.
type quiet struct {
	*home.Home
	now home.Standing
}

func (q quiet) Standing(ctx context.Context) (home.Standing, error) { return q.now, ctx.Err() }

// TestNoHome: what is wrong is the home's error.
func TestNoHome(t *testing.T) {
	_, err := standing.Look(t.Context(), home.On(new(shelftest.Memory), home.Options{}))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a shelf without a home: %v", err)
	}
	_, err = standing.Look(t.Context(), home.On(new(shelftest.Memory), home.Options{ID: "0123456789abcdef"}))
	if other := new(home.OtherError); !errors.As(err, &other) {
		t.Errorf("of a home that is gone: %v", err)
	}
}
