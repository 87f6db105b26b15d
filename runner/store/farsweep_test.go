package store_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/store"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/disktest"
	"gesso/state/home"
	homeshelf "gesso/state/home/shelf"
	"gesso/state/home/shelf/shelftest"
	"gesso/state/statetest"
)

// farTeam is machines that share a home in memory, whose clock is that of a bubble.
type farTeam struct {
	*testing.T
	on *shelftest.Memory
}

// sweeper is a gesso store gc on a machine, step by step.
type sweeper struct {
	*farTeam
	*store.FarCollector
	found   *store.FarSweep
	release []func() error
}

// sweeper opens a machine that removes by way of a shelf, and holds the home.
func (t *farTeam) sweeper(by homeshelf.Shelf, o home.Options) (*sweeper, error) {
	t.Helper()
	s := &sweeper{farTeam: t}
	t.Cleanup(s.let)
	h := home.On(by, o)
	names, err := h.Workspaces(t.Context())
	if err != nil {
		return s, err
	}
	d, err := store.OpenThese(t.TempDir(), append([]string{disk.Default}, names...), time.Now, func(w *disk.Workspace) error {
		o.Workspace = w.Name()
		return w.UseHome(home.On(by, o), disk.HomeOptions{Context: context.WithoutCancel(t.Context())})
	})
	if err != nil {
		return s, err
	}
	t.Cleanup(d.Close)
	s.FarCollector = &store.FarCollector{Directory: d, Home: h, Now: time.Now, Policy: store.Policy{Since: statetest.At(1000)}, Workspaces: h.Workspaces}
	lock, err := d.Workspaces[0].Lock("store gc")
	if err != nil {
		return s, err
	}
	s.release = append(s.release, lock.Unlock)
	d.Under(lock)
	for _, w := range d.Workspaces[1:] {
		release, err := w.Hold(t.Context(), 0, nil)
		if err != nil {
			s.let()
			return s, err
		}
		s.release = append(s.release, release)
	}
	return s, nil
}

func (s *sweeper) let() {
	for _, release := range slices.Backward(s.release) {
		_ = release()
	}
	s.release = nil
}

// find looks, and wants so many pictures to go.
func (s *sweeper) find(want int) {
	s.Helper()
	clock, err := s.Home.MayRemove(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	if s.found, err = s.Find(s.Context(), clock); err != nil {
		s.Fatal(err)
	}
	if len(s.found.Objects) != want {
		s.Fatalf("%d pictures go, want %d: %+v; kept %+v", len(s.found.Objects), want, s.found.Objects, s.found.Kept)
	}
}

// all is a whole gc, which wants so many pictures to go.
func (t *farTeam) all(want int) {
	t.Helper()
	s, err := t.sweeper(t.on, home.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.find(want)
	if err := s.found.Give(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	s.let()
	if err := s.found.Remove(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// forget has a machine let go of an address, so that its picture is the ledger's alone.
func forget(t *testing.T, d *store.Directory, address string) {
	t.Helper()
	w := d.Workspaces[0]
	j, lock := disktest.Begin(t, w, "apply")
	err := j.Append(state.Event{Kind: state.Removed, Address: address, Time: statetest.At(50)})
	if err := errors.Join(err, j.Close(), lock.Unlock()); err != nil {
		t.Fatal(err)
	}
}

func inFarBubble(t *testing.T, test func(*farTeam)) {
	synctest.Test(t, func(t *testing.T) { test(&farTeam{T: t, on: newShelf(t)}) })
}

// there are the contents that can be read at the home.
func (t *farTeam) there(shas ...string) (n int) {
	t.Helper()
	for _, sha := range shas {
		err := home.On(t.on, home.Options{}).Get(t.Context(), sha, io.Discard)
		switch {
		case err == nil:
			n++
		case !errors.Is(err, fs.ErrNotExist):
			t.Fatal(err)
		}
	}
	return n
}

// What was released goes, and what is recorded stays; what went is put anew by whoever records it
// again, under a name of its own, and by a machine that was sure to have it there.
func TestFarSweep(t *testing.T) {
	inFarBubble(t, func(t *farTeam) {
		a := machine(t.T, t.on)
		shas, err := collect(t.T, a, "fox", "den", "owl")
		if err != nil {
			t.Fatal(err)
		}
		forget(t.T, a, "image.fox")
		t.all(1)
		if t.there(shas[0]) != 0 || t.there(shas[1:]...) != 2 {
			t.Error("what was to go is there, or what was to stay is not")
		}
		t.all(0)
		if _, err := collect(t.T, a, "fox"); err != nil {
			t.Fatal(err)
		}
		if t.there(shas...) != 3 {
			t.Error("what is recorded again is not there")
		}
		// A request to remove it that comes late.
		first := "objects/" + shas[0][:2] + "/" + shas[0]
		if err := t.on.Remove(t.Context(), first); err != nil || t.there(shas...) != 3 {
			t.Error("a late request has removed what is recorded", err)
		}
	})
}

// Beside whoever is at work nothing is removed; whoever begins meanwhile waits.
func TestFarSweepBesideApply(t *testing.T) {
	inFarBubble(t, func(t *farTeam) {
		a, b := machine(t.T, t.on), machine(t.T, t.on)
		shas, err := collect(t.T, a, "fox")
		if err != nil {
			t.Fatal(err)
		}
		forget(t.T, a, "image.fox")
		lock, err := b.Workspaces[0].Lock("apply")
		if err != nil {
			t.Fatal(err)
		}
		locked := new(disk.LockedError)
		if _, err := t.sweeper(t.on, home.Options{}); !errors.As(err, &locked) || locked.Holder.Command != "apply" {
			t.Errorf("beside a run: %v", err)
		}
		if err := lock.Unlock(); err != nil {
			t.Fatal(err)
		}
		s, err := t.sweeper(t.on, home.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Workspaces[0].Lock("apply"); !errors.As(err, &locked) || locked.Holder.Command != "store gc" {
			t.Errorf("a run beside it: %v", err)
		}
		if _, err := t.sweeper(t.on, home.Options{}); !errors.As(err, &locked) {
			t.Errorf("two at once: %v", err)
		}
		s.find(1)
		s.let()
		if t.there(shas...) != 1 {
			t.Error("it was removed without being given up")
		}
	})
}

// A machine that sleeps in the midst of a run, and is taken over from, records nothing that
// was removed meanwhile.
func TestFarSweepBesideSleeper(t *testing.T) {
	inFarBubble(t, func(t *farTeam) {
		a := machine(t.T, t.on)
		shas, err := collect(t.T, a, "fox")
		if err != nil {
			t.Fatal(err)
		}
		forget(t.T, a, "image.fox")
		asleep := &sleeping{Shelf: t.on}
		b := machineBy(t.T, asleep)
		w := b.Workspaces[0]
		j, lock := disktest.Begin(t.T, w, "apply")
		if !w.Store().Has(shas[0]) || w.Store().Verify(shas[0]) != nil {
			t.Fatal("it has the picture no more")
		}
		wake := asleep.sleep()
		t.all(1)
		wake()
		r := statetest.Record("image.fox", 1)
		r.Artifact, r.Bytes = shas[0], 3
		by := new(home.DeposedError)
		if err := j.Append(state.Event{Kind: state.Collected, Time: statetest.At(60), Record: r}); !errors.As(err, &by) || by.By.Command != "store gc" {
			t.Errorf("it records what was removed: %v", err)
		}
		_, _ = j.Close(), lock.Unlock()
		// Its next run takes it from its cache, and puts it anew.
		if _, err := collect(t.T, b, "fox"); err != nil || t.there(shas...) != 1 {
			t.Errorf("what is recorded is not there: %v", err)
		}
	})
}

// Whoever removes sleeps between any two of its requests, for as long as another one takes over
// and records what was to go. Whatever it does when it wakes, what is recorded is there.
func TestFarSweepAsleep(t *testing.T) {
	for step := 1; ; step++ {
		slept := false
		inFarBubble(t, func(t *farTeam) {
			a, b := machine(t.T, t.on), machine(t.T, t.on)
			shas, err := collect(t.T, a, "fox", "den")
			if err != nil {
				t.Fatal(err)
			}
			forget(t.T, a, "image.fox")
			if b.Workspaces[0].Store().Has(shas[0]) {
				t.Fatal("it was not loaded yet")
			}
			asleep := &sleeping{Shelf: t.on}
			s, err := t.sweeper(asleep, home.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s.find(1)
			wake, done := asleep.sleepBefore(step), make(chan error, 1)
			go func() {
				err := s.found.Give(t.Context(), time.Now())
				s.let()
				if err == nil {
					err = s.found.Remove(t.Context())
				}
				done <- err
			}()
			synctest.Wait()
			slept = asleep.isAsleep()
			_, err = collect(t.T, b, "fox") // after the lease
			wake()
			removing := <-done
			if err != nil || t.there(shas...) != 2 {
				t.Errorf("asleep before request %d: %d are there, %v; %v", step, t.there(shas...), err, removing)
			}
			t.all(0)
			if t.there(shas...) != 2 {
				t.Errorf("asleep before request %d: the next one has removed what is recorded", step)
			}
		})
		if !slept {
			if step < 8 {
				t.Errorf("there were %d steps", step)
			}
			return
		}
	}
}

// Killed before any of its requests it has removed nothing that is needed, and the next one
// removes the rest.
func TestFarSweepKilled(t *testing.T) {
	for step := int64(1); ; step++ {
		var killed atomic.Bool // by requests of the epochs' beats too
		inFarBubble(t, func(t *farTeam) {
			a := machine(t.T, t.on)
			shas, err := collect(t.T, a, "fox", "den", "owl")
			if err != nil {
				t.Fatal(err)
			}
			forget(t.T, a, "image.fox")
			forget(t.T, a, "image.den")
			var from atomic.Int64
			dying := shelftest.WithFaults(t.on, func(c shelftest.Call) shelftest.Fault {
				if began := from.Load(); began == 0 || c.N < began+step {
					return shelftest.None
				}
				killed.Store(true)
				return shelftest.Refuse
			})
			counted := counting{Shelf: dying}
			s, err := t.sweeper(&counted, home.Options{Lease: 10 * time.Second})
			if err != nil {
				t.Fatal(err)
			}
			s.find(2)
			from.Store(counted.made() + 1)
			err = s.found.Give(t.Context(), time.Now())
			s.let()
			if err == nil {
				err = s.found.Remove(t.Context())
			}
			if err == nil && killed.Load() && t.there(shas[:2]...) > 0 {
				t.Errorf("killed before request %d: it says that all went", step)
			}
			time.Sleep(time.Minute)
			if t.there(shas[2]) != 1 {
				t.Errorf("killed before request %d: what is needed went", step)
			}
			again, err := t.sweeper(t.on, home.Options{})
			if err != nil {
				t.Fatal(err)
			}
			clock, err := again.Home.MayRemove(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			found, err := again.Find(t.Context(), clock)
			if err == nil {
				err = found.Give(t.Context(), time.Now())
			}
			again.let()
			if err = errors.Join(err, found.Remove(t.Context())); err != nil || t.there(shas...) != 1 || t.there(shas[2]) != 1 {
				t.Errorf("killed before request %d: the next one leaves %d: %v", step, t.there(shas...), err)
			}
			if loaded, err := machine(t.T, t.on).Workspaces[0].Load(); err != nil || loaded.Len() != 1 {
				t.Error(err)
			}
		})
		if !killed.Load() {
			return
		}
	}
}

// What is nobody's is left alone, what no log tells of needs a word, and a day.
func TestFarSweepForeign(t *testing.T) {
	inFarBubble(t, func(t *farTeam) {
		a := machine(t.T, t.on)
		if _, err := collect(t.T, a, "fox"); err != nil {
			t.Fatal(err)
		}
		sha := strings.Repeat("ab", 32)
		for _, name := range []string{"objects/ab/" + sha, "objects/readme", "objects/zz/" + sha, "objects/ab/" + sha + ".old"} {
			t.on.Put(name, []byte("mine"))
		}
		t.all(0)
		for _, want := range []int{0, 1} {
			s, err := t.sweeper(t.on, home.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s.Policy.Unknown = true
			s.find(want)
			s.let()
			time.Sleep(25 * time.Hour)
		}
	})
}

// A workspace that is made in the midst of it, and one whose log is damaged, end it before
// anything is removed; so does a shelf that removes nothing.
func TestFarSweepRefused(t *testing.T) {
	inFarBubble(t, func(t *farTeam) {
		a := machine(t.T, t.on)
		shas, err := collect(t.T, a, "fox")
		if err != nil {
			t.Fatal(err)
		}
		forget(t.T, a, "image.fox")
		s, err := t.sweeper(t.on, home.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.find(1)
		found(t.T, t.on, "draft")
		if err := s.found.Give(t.Context(), time.Now()); err == nil || !strings.Contains(err.Error(), "draft was made meanwhile") {
			t.Errorf("a workspace that was made meanwhile: %v", err)
		}
		s.let()
		t.on.Put("workspaces/draft/log/0000000001", []byte("{}"))
		if _, err := t.sweeper(t.on, home.Options{}); err == nil || !strings.Contains(err.Error(), "workspaces/draft/log/0000000001") {
			t.Errorf("a log that is damaged: %v", err)
		}
		kept := shelftest.WithFaults(t.on, func(c shelftest.Call) shelftest.Fault {
			if c.Op == shelftest.Remove {
				return shelftest.Refuse
			}
			return shelftest.None
		})
		if _, err := home.On(kept, home.Options{}).MayRemove(t.Context()); !errors.Is(err, shelftest.ErrFault) {
			t.Errorf("a shelf that keeps all: %v", err)
		}
		if t.there(shas...) != 1 {
			t.Error("it was removed")
		}
	})
}
