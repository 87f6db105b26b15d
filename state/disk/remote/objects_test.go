package remote_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state/disk/objects"
	"gesso/state/disk/remote"
)

// What is recorded is there without a request; it comes when it is opened, once, however
// many ask; and what is not recorded is not asked for.
func TestOpen(t *testing.T) {
	h := newHome("fox")
	s, _ := storeOf(t, h)
	fox := shaOf("fox")
	if !s.Has(fox) || s.Here(fox) || s.Has(shaOf("den")) || s.Vouch(fox) != nil || h.calls() != "[]" {
		t.Fatal("that it is recorded says whether it is there")
	}
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			f, err := s.Open(fox)
			if err != nil {
				t.Error(err)
				return
			}
			defer f.Close()
			if data, err := io.ReadAll(f); string(data) != "fox" || err != nil {
				t.Errorf("%q, %v", data, err)
			}
		})
	}
	group.Wait()
	if got := h.calls(); got != "[get]" || !s.Here(fox) {
		t.Errorf("asked %s", got)
	}
	if _, err := s.Open(shaOf("den")); !errors.Is(err, fs.ErrNotExist) || h.calls() != "[]" {
		t.Errorf("of one that is not recorded: %v", err)
	}
}

// What comes of a transfer that fails. Nothing is left of it here.
func TestFetchFails(t *testing.T) {
	passing := errors.New("connection reset")
	fox := shaOf("fox and den")
	cut := 0
	for _, test := range []struct {
		name   string
		change func(h *home)
		err    func(error) bool
		calls  string
	}{
		{"cut in the middle, then whole", func(h *home) {
			cut = 0
			h.send = func(data []byte) ([]byte, error) {
				if cut++; cut < 3 {
					return data[:4], io.ErrUnexpectedEOF
				}
				return data, nil
			}
		}, nil, "[get get get]"},
		{"unreachable", func(h *home) { h.fail = func(string) error { return passing } }, func(err error) bool {
			var failure *objects.RemoteError
			return errors.As(err, &failure) && failure.SHA == fox && errors.Is(err, passing)
		}, "[get get get get]"},
		{"denied", func(h *home) { h.fail = func(string) error { return fs.ErrPermission } }, func(err error) bool {
			return errors.Is(err, fs.ErrPermission) && errors.As(err, new(*objects.RemoteError))
		}, "[get]"},
		{"wrong bytes", func(h *home) { h.send = func([]byte) ([]byte, error) { return []byte("fox and dog"), nil } }, func(err error) bool {
			var wrong *objects.CorruptError
			return errors.As(err, &wrong) && wrong.Want == fox && wrong.Actual == shaOf("fox and dog") && wrong.File == "home/objects/"+fox[:2]+"/"+fox
		}, "[get]"},
		{"bytes without an end", func(h *home) { h.send = func([]byte) ([]byte, error) { return make([]byte, 1<<20), nil } }, func(err error) bool {
			return errors.As(err, new(*objects.CorruptError))
		}, "[get]"},
		{"not there", func(h *home) { delete(h.objects, fox) }, func(err error) bool { return errors.Is(err, fs.ErrNotExist) }, "[get]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHome("fox and den")
				test.change(h)
				s, _ := storeOf(t, h)
				err := s.Verify(fox)
				if test.err == nil && err != nil || test.err != nil && (err == nil || !test.err(err)) {
					t.Errorf("error %v", err)
				}
				if got := h.calls(); got != test.calls {
					t.Errorf("asked %s", got)
				}
				if got := files(t, s); err != nil && len(got) > 0 {
					t.Errorf("left %q", got)
				}
				if missing := errors.Is(err, fs.ErrNotExist); s.Has(fox) == missing {
					t.Error("what is missing counts as missing, and nothing else does")
				}
			})
		})
	}
}

// While a home says nothing, each of thousands is tried once.
func TestSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHome("fox", "den")
		s, _ := storeOf(t, h)
		h.fail = func(string) error { return errors.New("unreachable") }
		_, _ = s.Verify(shaOf("fox")), h.calls()
		if err := s.Verify(shaOf("den")); err == nil || h.calls() != "[get]" {
			t.Error("a second one is tried once")
		}
		h.fail = nil
		if err := s.Verify(shaOf("den")); err != nil {
			t.Error(err)
		}
	})
}

// A home that takes requests and never answers is not asked again and again: each of them
// has waited for half a minute.
func TestBlackHole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHome("fox")
		s, _ := storeOf(t, h)
		h.fail = func(string) error {
			time.Sleep(30 * time.Second)
			return errors.New("no answer")
		}
		began := time.Now()
		if err := s.Verify(shaOf("fox")); err == nil || time.Since(began) > 30*time.Second {
			t.Errorf("%v after %s; want an error after 30s", err, time.Since(began))
		}
	})
}

// An object is put where the home has none, and once; a damaged one never.
func TestEnsure(t *testing.T) {
	h := newHome("fox", "hen")
	s, _ := storeOf(t, h)
	fox, den, owl, hen := shaOf("fox"), put(t, s, "den"), put(t, s, "owl"), put(t, s, "hen")
	h.let = map[string]bool{hen: true}
	for _, test := range []struct {
		name, sha, calls string
		before           func()
	}{
		{"recorded", fox, "[]", nil},
		{"nowhere here", shaOf("cat"), "[]", nil},
		{"in the ledger alone, and given up since", hen, "[put]", func() { delete(h.objects, hen) }},
		{"new", den, "[put]", nil},
		{"put before", den, "[]", nil},
		{"there, as a run was killed", owl, "[put]", func() { h.objects[owl] = []byte("owl") }},
	} {
		if test.before != nil {
			test.before()
		}
		if err := s.Ensure(t.Context(), test.sha); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if got := h.calls(); got != test.calls {
			t.Errorf("%s: asked %s", test.name, got)
		}
	}
	if diff := cmp.Diff(map[string][]byte{fox: []byte("fox"), den: []byte("den"), owl: []byte("owl"), hen: []byte("hen")}, h.objects); diff != "" {
		t.Error(diff)
	}
	cat := put(t, s, "cat")
	damage(t, s, cat)
	if err := s.Ensure(t.Context(), cat); !errors.As(err, new(*objects.CorruptError)) || h.calls() != "[]" {
		t.Errorf("damaged: %v", err)
	}
}

// damage changes an object's bytes.
func damage(t *testing.T, s *objects.Store, sha string) {
	t.Helper()
	name := filepath.Join(s.Real(), sha[:2], sha)
	if err := os.Chmod(name, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("other"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestEnsureTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHome()
		s, _ := storeOf(t, h)
		fox, n := put(t, s, "fox"), 0
		h.fail = func(call string) error {
			if n++; call == "put" && n < 4 {
				return errors.New("503 slow down")
			}
			return nil
		}
		if err := s.Ensure(t.Context(), fox); err != nil || string(h.objects[fox]) != "fox" {
			t.Error(err)
		}
		ctx, stop := context.WithCancelCause(t.Context())
		stop(io.ErrClosedPipe)
		if err := s.Ensure(ctx, put(t, s, "den")); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("after the end: %v", err)
		}
	})
}

// A damaged object here is mended from the home.
func TestVerifyMends(t *testing.T) {
	h := newHome("fox")
	s, _ := storeOf(t, h)
	fox := put(t, s, "fox")
	damage(t, s, fox)
	if err := s.Verify(fox); err != nil || h.calls() != "[get]" {
		t.Error(err)
	}
	delete(h.recorded, fox)
	damage(t, s, fox)
	if err := s.Verify(fox); !errors.As(err, new(*objects.CorruptError)) || h.calls() != "[]" {
		t.Errorf("without a home that has it: %v", err)
	}
}

// So many transfers go on at once, and no more.
func TestTransfers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all []string
		for i := range 100 {
			all = append(all, string(rune('a'+i)))
		}
		h := newHome(all...)
		gate := make(chan struct{})
		h.pause = func() { <-gate }
		s, _ := storeOf(t, h)
		var group sync.WaitGroup
		for _, content := range all {
			group.Go(func() {
				if err := s.Fetch(shaOf(content)); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		close(gate)
		group.Wait()
		if h.most != remote.Transfers {
			t.Errorf("%d at once", h.most)
		}
	})
}
