package hometest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/home"
	"gesso/state/home/shelf/shelftest"
	"gesso/state/statetest"
)

// A look where nothing is new asks once for what there is, and once for whether it is still
// the same, and writes nothing.
func quiet(t *team) {
	a := t.machine()
	a.apply(statetest.Story()...)
	b := t.machine()
	b.load()
	for _, m := range []*machine{a, b} {
		before := t.files(m.w.Dir())
		m.load()
		m.link.count()
		m.load()
		calls := m.link.count()
		if len(calls) > 2 || named(calls, "list") != 1 || named(calls, "create") > 0 {
			t.Errorf("a look asks %q", calls)
		}
		if after := t.files(m.w.Dir()); !maps.Equal(before, after) {
			t.Error("a look has written something")
		}
	}
}

// Whoever sleeps for longer than the lease is taken over from. When it wakes it begins
// nothing more; what it hears of what it had asked is news to the other.
func deposed(t *team) {
	a, b := t.machine(), t.machine()
	a.begin()
	story := []state.Event{statetest.Intended("i1", 1, "image.a"), statetest.Intended("i2", 2, "image.b")}
	a.append(story...)
	wake := a.link.pause()
	b.begin()
	collected := statetest.Collected("", 3, 0, statetest.Record("image.c", 3))
	b.append(collected)
	wake()
	by := new(home.DeposedError)
	if err := a.j.Append(statetest.Intended("i3", 4, "image.d")); !errors.As(err, &by) || by.By.Command != "apply" {
		t.Errorf("an intent of whoever was taken over from: %v", err)
	}
	answer := statetest.Accepted("i1", 5)
	a.append(answer)
	if err := a.j.Append(statetest.Collected("i1", 6, 0, statetest.Record("image.a", 1))); !errors.As(err, &by) {
		t.Errorf("a picture of whoever was taken over from: %v", err)
	}
	if err := a.j.Close(); !errors.As(err, &by) || by.Reported != 1 {
		t.Errorf("closing the journal of whoever was taken over from: %v", err)
	}
	a.unlock()
	placed := state.Event{Kind: state.Placed, Time: statetest.At(7), Address: "image.c", Path: "c.webp", Output: statetest.SHA(8)}
	b.append(placed)
	if r := b.j.Get("image.a"); r == nil || len(r.Pending) != 1 || r.Pending[0].Task == "" {
		t.Errorf("the answer that was reported: %+v", r)
	}
	b.end()
	want := statetest.Applied(append(story, collected, answer, placed)...)
	for _, m := range []*machine{b, a.again(), t.machine()} {
		m.wantState(want)
	}
}

// A run that was interrupted ends soon, also where the home does not answer: it saves no
// snapshot, and whoever comes next waits for its lease.
func interrupted(t *team) {
	a := t.machine()
	var interrupt context.CancelFunc
	a.context, interrupt = context.WithCancel(a.context)
	if err := a.w.UseHome(home.On(a.link, home.Options{Lease: t.kind.Lease}), disk.HomeOptions{Context: a.context}); err != nil {
		t.Fatal(err)
	}
	a.begin()
	a.append(statetest.Story()...)
	interrupt()
	a.link.cut()
	start := time.Now()
	_, _ = a.j.Close(), a.lock.Unlock() // the home does not hear of it
	if took := time.Since(start); t.kind.Bubble && took > 5*time.Second {
		t.Errorf("it ends after %s", took)
	}
	b := t.machine()
	b.wantState(statetest.Applied(statetest.Story()...))
}

// Of a batch that comes too late the answers are kept, and nothing else is.
func deposedAmidst(t *team) {
	a, b := t.machine(), t.machine()
	a.begin()
	a.append(statetest.Intended("i1", 1, "image.a"))
	wake := a.link.pause()
	b.begin()
	var g sync.WaitGroup
	failed := map[string]error{}
	var mu sync.Mutex
	for name, e := range map[string]state.Event{"answer": statetest.Accepted("i1", 5), "intent": statetest.Intended("i2", 6, "image.b")} {
		g.Go(func() {
			err := a.j.Append(e)
			mu.Lock()
			defer mu.Unlock()
			failed[name] = err
		})
	}
	wake()
	g.Wait()
	by := new(home.DeposedError)
	if failed["answer"] != nil || !errors.As(failed["intent"], &by) {
		t.Errorf("the answers are %v", failed)
	}
	_ = a.j.Close()
	a.unlock()
	b.end()
	b.wantState(statetest.Applied(statetest.Intended("i1", 1, "image.a"), statetest.Accepted("i1", 5)))
}

// A create whose answer is lost has happened once.
func lostAnswers(t *team) {
	var mu sync.Mutex
	creates := 0
	t.shelf = shelftest.WithFaults(t.shelf, func(c shelftest.Call) shelftest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if c.Op != shelftest.Create {
			return shelftest.None
		}
		if creates++; creates%2 == 0 {
			return shelftest.Lose
		}
		return shelftest.None
	})
	a := t.machine()
	story := statetest.Story()
	a.apply(story...)
	b := t.machine()
	b.wantState(statetest.Applied(story...))
	if got, want := len(b.entries()), len(a.entries()); got != want {
		t.Errorf("%d entries, want %d", got, want)
	}
}

// The folder of a run that was killed knows that it is dead, and waits for no lease.
func ownDead(t *team) {
	a := t.machine()
	a.begin()
	story := statetest.Story()
	a.append(story...)
	a.kill()
	a = a.again()
	start := time.Now()
	a.begin()
	if t.kind.Bubble && time.Since(start) > home.DefaultLease/2 {
		t.Errorf("it waited %s", time.Since(start))
	}
	a.end()
	a.wantState(statetest.Applied(story...))
}

// What is recorded in one workspace is not in another one.
func apart(t *team) {
	t.found(t.shelf, "draft")
	dir := t.TempDir()
	a := t.at(dir, disk.Default)
	draft := t.at(dir, "draft")
	one := []state.Event{statetest.Intended("i1", 1, "image.a"), statetest.Collected("i1", 2, 0, statetest.Record("image.a", 1))}
	two := []state.Event{statetest.Intended("i2", 1, "image.a"), statetest.Collected("i2", 2, 0, statetest.Record("image.a", 2))}
	a.apply(one...)
	draft.apply(two...)
	for range 2 {
		a.wantState(statetest.Applied(one...))
		draft.wantState(statetest.Applied(two...))
		if len(a.entries()) != 1 || len(draft.entries()) != 1 {
			t.Error("a ledger has what is not its workspace's")
		}
		dir = t.TempDir()
		a, draft = t.at(dir, disk.Default), t.at(dir, "draft")
	}
}

// A wrong bucket does not look like an empty project.
func other(t *team) {
	a := t.machine()
	a.apply(statetest.Story()...)
	for _, empty := range []bool{true, false} {
		t.shelf = t.kind.Shelf(t.T)
		if !empty {
			t.found(t.shelf, "")
		}
		_, err := t.at(a.w.Dir(), disk.Default).w.Load()
		if is := new(home.OtherError); !errors.As(err, &is) {
			t.Errorf("another home, empty: %v: %v", empty, err)
		}
	}
}

// A home that has not what it had is refused, and so is working there.
func rolledBack(t *team) {
	a := t.machine()
	a.apply(statetest.Story()...)
	before := a.link.count()
	last := ""
	for _, c := range before {
		if name, ok := strings.CutPrefix(c, "create log/"); ok {
			last = "log/" + name
		}
	}
	if err := t.shelf.Remove(context.Background(), last); err != nil {
		t.Fatal(err)
	}
	back := new(home.RolledBackError)
	if _, err := a.again().w.Load(); !errors.As(err, &back) {
		t.Errorf("looking: %v", err)
	}
	if _, err := a.again().w.Lock("apply"); !errors.As(err, &back) {
		t.Errorf("working: %v", err)
	}
}

// A picture is at the home before anything says so, and nothing does where it cannot be put.
func picturesFirst(t *team) {
	a := t.machine()
	a.begin()
	a.link.count()
	first := a.paint("a fox")
	a.append(statetest.Collected("", 1, 0, withPicture(1, first)))
	var order []string
	for _, c := range a.link.count() {
		if c == "create objects/"+first[:2]+"/"+first || strings.HasPrefix(c, "create log/") {
			order = append(order, strings.SplitN(c, "/", 2)[0])
		}
	}
	if got := fmt.Sprint(order); got != "[create objects create log]" {
		t.Errorf("the order is %s", got)
	}
	second := a.paint("a hen")
	a.link.refuse("objects/")
	if err := a.j.Append(statetest.Collected("", 2, 0, withPicture(2, second))); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a picture is recorded that the home has not: %v", err)
	}
	a.link.refuse("")
	a.end()
	b := t.machine()
	b.wantState(statetest.Applied(statetest.Collected("", 1, 0, withPicture(1, first))))
	f, err := b.w.Store().Open(first)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if data, err := io.ReadAll(f); string(data) != "a fox" {
		t.Errorf("the picture there is %q, %v", data, err)
	}
}

// paint puts a picture into the machine's store.
func (m *machine) paint(bytes string) string {
	m.Helper()
	in, err := m.w.Store().Create()
	if err != nil {
		m.Fatal(err)
	}
	defer in.Abort()
	if _, err := io.WriteString(in, bytes); err != nil {
		m.Fatal(err)
	}
	sha, _, err := in.Commit()
	if err != nil {
		m.Fatal(err)
	}
	return sha
}

func withPicture(n int, sha string) *state.Record {
	r := statetest.Record(fmt.Sprintf("image.a[%d]", n), n)
	r.Artifact = sha
	return r
}

// Ten thousand records come back as they were.
func large(t *team) {
	records := 10_000
	if testing.Short() {
		records = 1_000
	}
	a := t.machine()
	a.begin()
	var g sync.WaitGroup
	for worker := range 50 {
		g.Go(func() {
			for n := worker; n < records; n += 50 {
				if err := a.j.Append(statetest.Collected("", n, 0, statetest.Record(fmt.Sprintf("image.a[%d]", n), n+1))); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	g.Wait()
	a.end()
	want := t.text(a.load().State)
	b := t.machine()
	if got := t.text(b.load().State); got != want {
		t.Error("the state differs")
	}
	if got := len(b.entries()); got != len(a.entries()) {
		t.Errorf("%d entries", got)
	}
	if t.shelf == nil {
		return
	}
	if _, err := os.Stat(filepath.Join(b.w.Dir(), disk.HomeDir, disk.Default, "journal")); err == nil {
		t.Error("a machine that had nothing reads more than the snapshot")
	}
	// Of hundreds of segments only the signs of life are read that came while the snapshot
	// was made.
	if calls := b.link.count(); len(calls) > 60 {
		t.Errorf("reading it asks %q", calls)
	}
}
