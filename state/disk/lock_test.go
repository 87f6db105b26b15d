package disk

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
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

	for name, try := range map[string]func(string) (*Lock, error){"Lock": w.Lock, "TryLockExisting": w.TryLockExisting} {
		_, err := try("plan")
		var locked *LockedError
		if !errors.As(err, &locked) {
			t.Fatalf("%s: %v", name, err)
		}
		h := locked.Holder
		if h.PID != holder.Process.Pid || h.Command != "apply" || h.Host == "" || time.Since(h.Time) > time.Hour {
			t.Errorf("%s: holder %+v, want process %d", name, h, holder.Process.Pid)
		}
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait() // "signal: killed" is what was wanted
	run(t, w)
	sameState(t, "records", load(t, w), applied(story()...))
}

func TestLock(t *testing.T) {
	w := open(t, t.TempDir())
	lock, err := w.TryLockExisting("plan")
	if lock != nil || err != nil {
		t.Errorf("without .gesso: %v, %v", lock, err)
	}
	if err := lock.Unlock(); err != nil {
		t.Error(err)
	}
	same(t, "files", names(files(t, w.Dir())), []string(nil))

	lock, err = w.Lock("apply")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "files", names(files(t, w.Dir())), []string{".gesso/.gitignore", ".gesso/lock"})
	other := open(t, w.Dir())
	var locked *LockedError
	if _, err := other.Lock("apply"); !errors.As(err, &locked) || locked.Holder.PID != os.Getpid() {
		t.Errorf("a second workspace: %v", err)
	}
	for range 2 {
		if err := lock.Unlock(); err != nil {
			t.Error(err)
		}
	}
	if info, err := os.Stat(filepath.Join(w.Dir(), lockFile)); err != nil || info.Size() > holderOffset {
		t.Errorf("the holder's text stayed: %v, %v", info.Size(), err)
	}
	lock, err = other.TryLockExisting("plan")
	if lock == nil || err != nil {
		t.Errorf("with .gesso: %v, %v", lock, err)
	}
	if err := lock.Unlock(); err != nil {
		t.Error(err)
	}
}

func TestLockedErrorText(t *testing.T) {
	same(t, "unknown", (&LockedError{}).Error(), "locked by another process")
	h := Holder{PID: 42, Host: "studio", User: "mia", Command: "apply", Time: time.Date(2026, 11, 22, 9, 5, 0, 0, time.Local)}
	same(t, "known", (&LockedError{Holder: h}).Error(), "locked by gesso apply, process 42 of mia@studio, since 2026-11-22 09:05:00")
}
