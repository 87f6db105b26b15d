package home_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state/home"
	"gesso/state/home/shelf/shelftest"
)

// TestUnreachable: who cannot write for a lease appends nothing more, whatever comes later,
// and can still report.
func TestUnreachable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		_, at := founded(t, s, home.Options{})
		one := newMachine(s, home.Options{})
		e, _ := begin(t, one.Home, at, "one")
		appended(t, e, "a")
		one.cut.Store(true)
		start := time.Now()
		_, err := e.Append(frames(t, "b"))
		if !errors.Is(err, shelftest.ErrFault) || !strings.Contains(err.Error(), "log/0000000004 of memory") {
			t.Errorf("cut off, it says %v", err)
		}
		if waited := time.Since(start); waited < home.DefaultLease || waited > 2*home.DefaultLease {
			t.Errorf("it tried for %s", waited)
		}
		one.cut.Store(false)
		if _, err := e.Append(frames(t, "c")); err == nil {
			t.Error("it goes on behind what nobody knows of")
		}
		if err := e.Report(frames(t, "d")); err != nil {
			t.Error(err)
		}
		ended(t, e, nil)
		if diff := cmp.Diff([]string{"a", "d"}, words(t, tail(t, one.Home, at))); diff != "" {
			t.Error(diff)
		}
	})
}

// TestDenied: a shelf that refuses is not asked again and again.
func TestDenied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &denying{Memory: &shelftest.Memory{}}
		h, at := founded(t, s, home.Options{})
		e, _ := begin(t, h, at, "one")
		s.denies.Store(true)
		start := time.Now()
		if _, err := e.Append(frames(t, "a")); !errors.Is(err, fs.ErrPermission) || time.Since(start) > 0 {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
		if err := e.End(nil); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("ending: %v", err)
		}
	})
}
