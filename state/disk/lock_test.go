package disk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// child starts this test binary as one of children.
func child(t testing.TB, name, dir string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe)
	c.Env = append(os.Environ(), "GESSO_STATE_CHILD="+name, "GESSO_STATE_DIR="+dir)
	c.Stderr = os.Stderr
	return c
}

// holdLock says that it has the lock and a journal, and waits to be killed.
func holdLock(dir string) error {
	w, err := Open(dir)
	if err != nil {
		return err
	}
	if _, err := w.Lock("apply"); err != nil {
		return err
	}
	s, err := w.Load()
	if err != nil {
		return err
	}
	j, err := w.Begin(s)
	if err != nil {
		return err
	}
	for _, e := range story() {
		if err := j.Append(e); err != nil {
			return err
		}
	}
	fmt.Println("ready")
	select {}
}

// A holder that is killed blocks nobody, and what it appended is there.
func TestKilledHolder(t *testing.T) {
	w := open(t, t.TempDir())
	holder := child(t, "hold", w.Dir())
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("holder said %q, %v", line, err)
	}

	var locked *LockedError
	if _, err := w.Lock("plan"); !errors.As(err, &locked) {
		t.Fatal(err)
	}
	for name, h := range map[string]*Holder{"refused": &locked.Holder, "seen": w.Held(), "beside": loaded(t, w).Beside} {
		if h == nil || h.PID != holder.Process.Pid || h.Command != "apply" || h.Host == "" || time.Since(h.Time) > time.Hour {
			t.Errorf("%s: holder %+v, want process %d", name, h, holder.Process.Pid)
		}
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait() // "signal: killed" is what was wanted
	if h := w.Held(); h != nil {
		t.Errorf("held by the dead: %+v", h)
	}
	run(t, w)
	sameState(t, "records", load(t, w), applied(story()...))
}

func TestLock(t *testing.T) {
	w := open(t, t.TempDir())
	if h := w.Held(); h != nil {
		t.Errorf("without .gesso: %+v", h)
	}
	same(t, "files", names(files(t, w.Dir())), []string(nil))

	lock, err := w.Lock("apply")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "files", names(files(t, w.Dir())), []string{".gesso/.gitignore", ".gesso/lock"})
	other := open(t, w.Dir())
	var locked *LockedError
	if _, err := other.Lock("apply"); !errors.As(err, &locked) || locked.Holder.PID != os.Getpid() {
		t.Errorf("a second workspace: %v", err)
	}
	if w.Held() != nil || other.Held() == nil {
		t.Error("the holder sees itself, or nobody else does")
	}
	for range 2 {
		if err := lock.Unlock(); err != nil {
			t.Error(err)
		}
	}
	if info, err := os.Stat(filepath.Join(w.Dir(), lockFile)); err != nil || info.Size() > 1 {
		t.Errorf("the holder's text stayed: %v, %v", info.Size(), err)
	}
	if h := other.Held(); h != nil {
		t.Errorf("given back, and held by %+v", h)
	}
}

// Whoever waits gets the lock when it is given back, not before, and not after its
// patience has ended or somebody has interrupted it. It says once for whom it waits.
func TestWaitingForTheLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first, second := open(t, t.TempDir()), (*Workspace)(nil)
		second = open(t, first.Dir())
		lock, err := first.Lock("apply")
		must(t, err)
		told := 0
		tell := func(h Holder) { told += h.PID / os.Getpid() }
		ways := map[string]func(context.Context, time.Duration) error{
			"lock": func(ctx context.Context, patience time.Duration) error {
				l, err := second.Await(ctx, "plan", patience, tell)
				return errors.Join(err, l.Unlock())
			},
			"quiet": func(ctx context.Context, patience time.Duration) error { return second.Quiet(ctx, patience, tell) },
		}
		for name, way := range ways {
			told = 0
			start := time.Now()
			var locked *LockedError
			if err := way(t.Context(), 3*time.Second); !errors.As(err, &locked) || locked.Waited != 3*time.Second || time.Since(start) < 3*time.Second {
				t.Errorf("%s: %v after %s", name, err, time.Since(start))
			}
			same(t, name+" told", told, 1)

			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			start = time.Now()
			if err := way(ctx, time.Hour); !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
				t.Errorf("%s: interrupted with %v after %s", name, err, time.Since(start))
			}
		}
		if err := ways["quiet"](t.Context(), 0); err != nil {
			t.Errorf("without patience: %v", err)
		}
		time.AfterFunc(time.Minute, func() { must(t, lock.Unlock()) })
		start := time.Now()
		for name, way := range ways {
			if err := way(t.Context(), time.Hour); err != nil || time.Since(start) < time.Minute {
				t.Errorf("%s: %v after %s", name, err, time.Since(start))
			}
		}
	})
}

func TestLockedErrorText(t *testing.T) {
	same(t, "unknown", (&LockedError{}).Error(), "locked by another process")
	h := Holder{PID: 42, Host: "studio", User: "mia", Command: "apply", Time: time.Date(2026, 11, 22, 9, 5, 0, 0, time.Local)}
	same(t, "known", (&LockedError{Holder: h}).Error(), "locked by gesso apply, process 42 of mia@studio, since 2026-11-22 09:05:00")
}
