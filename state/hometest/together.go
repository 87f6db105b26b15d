package hometest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/home/shelf/shelftest"
	"gesso/state/statetest"
)

// Whoever works here keeps everybody else from it, is named, and is followed at once when
// it ends.
func oneAtATime(t *team) {
	a, b := t.machine(), t.machine()
	a.take("apply")
	_, err := b.w.Lock("taint")
	locked := new(disk.LockedError)
	if !errors.As(err, &locked) || locked.Holder.Command != "apply" {
		t.Fatalf("the lock that is held: %v", err)
	}
	a.unlock()
	b.take("taint")
	b.unlock()
	a.take("apply")
	a.unlock()
}

// What one appends is what another one reads when it has ended, and works on.
func follows(t *team) {
	a, b := t.machine(), t.machine()
	b.wantState(new(state.State))
	story := statetest.Story()
	a.apply(story...)
	b.wantState(statetest.Applied(story...))
	more := statetest.Collected("", 9, 0, statetest.Record("image.d", 10))
	b.apply(more)
	story = append(story, more)
	a.wantState(statetest.Applied(story...))
	t.machine().wantState(statetest.Applied(story...))
}

// What a killed one has appended is there: for whoever only looks at once, and for whoever takes
// over. An intent without an answer is in doubt, an accepted call is collected by another.
func killed(t *team) {
	a := t.machine()
	a.begin()
	story := []state.Event{
		statetest.Intended("i1", 1, "image.a"), statetest.Accepted("i1", 2),
		statetest.Intended("i2", 3, "image.b"),
	}
	a.append(story...)
	a.kill()
	b := t.machine()
	b.wantState(statetest.Applied(story...))
	b.begin()
	doubted := 0
	for _, call := range b.run.Pending() {
		if call.InDoubt() {
			doubted++
		}
	}
	if doubted != 1 {
		t.Errorf("%d calls are in doubt", doubted)
	}
	collected := statetest.Collected("i1", 5, 0, statetest.Record("image.a", 1))
	b.append(collected)
	b.end()
	story = append(story, collected)
	b.wantState(statetest.Applied(story...))
	a = a.again()
	a.wantState(statetest.Applied(story...))
	a.apply()
	a.wantState(statetest.Applied(story...))
	if got, want := fmt.Sprint(outcomes(a.entries())), "[collected]"; got != want {
		t.Errorf("the ledger has %s, want %s", got, want)
	}
}

func outcomes(entries []state.Entry) []state.Outcome {
	var all []state.Outcome
	for _, e := range entries {
		all = append(all, e.Outcome)
	}
	return all
}

// Runs of several, one after the other, each on what the last has left.
func manyRuns(t *team) {
	machines := []*machine{t.machine(), t.machine(), t.machine()}
	var story []state.Event
	for n := range 30 {
		m := machines[n%len(machines)]
		e := statetest.Collected("", n, 0, statetest.Record(fmt.Sprintf("image.a[%d]", n%7), n+1))
		m.apply(e)
		story = append(story, e)
	}
	for _, m := range append(machines, t.machine()) {
		m.wantState(statetest.Applied(story...))
	}
}

// Events that are appended at once are all there, each with its own answer.
func together(t *team) {
	if t.shelf != nil && t.kind.Bubble {
		t.shelf = shelftest.WithLatency(t.shelf, 20*time.Millisecond)
	}
	a := t.machine()
	a.begin()
	var g sync.WaitGroup
	failed := make([]error, 64)
	for n := range failed {
		g.Go(func() {
			failed[n] = a.j.Append(statetest.Collected("", n, 0, statetest.Record(fmt.Sprintf("image.a[%d]", n), n+1)))
		})
	}
	g.Wait()
	if err := errors.Join(failed...); err != nil {
		t.Fatal(err)
	}
	if a.link != nil && t.kind.Bubble {
		if n := named(a.link.count(), "create log/"); n > 4 {
			t.Errorf("64 events made %d segments", n)
		}
	}
	a.end()
	if n := t.machine().load().Len(); n != 64 {
		t.Errorf("%d records", n)
	}
}

// Another machine has what the first one has: each call that was paid for, the pictures that
// an address had, and what was changed.
func complete(t *team) {
	a := t.machine()
	a.apply(statetest.Story()...)
	a.apply(statetest.Intended("i9", 9, "image.b"), statetest.Collected("i9", 10, 0, statetest.Record("image.b", 12)))
	want := a.entries()
	b := t.machine()
	if got := b.entries(); fmt.Sprint(outcomes(got)) != fmt.Sprint(outcomes(want)) {
		t.Errorf("the ledgers tell %v and %v", outcomes(want), outcomes(got))
	}
	for _, key := range []state.Key{statetest.Request(1).Key(), statetest.Request(2).Key()} {
		here, err := a.w.Ledger().Lookup(key)
		there, err2 := b.w.Ledger().Lookup(key)
		if err != nil || err2 != nil || len(here) == 0 || !slices.EqualFunc(here, there, func(x, y state.Picture) bool { return x.Artifact == y.Artifact }) {
			t.Errorf("pictures of a key: %v and %v (%v, %v)", here, there, err, err2)
		}
	}
	b.apply(statetest.Collected("", 20, 0, statetest.Record("image.b", 13)))
	log, err := b.w.History().Read()
	if err != nil || len(log.Batches) < 2 {
		t.Fatalf("the history: %v, %v", log, err)
	}
	last := log.Batches[len(log.Batches)-1]
	if last.Found || len(last.All) != 1 || last.All[0].Address != "image.b" {
		t.Errorf("the own run is told as %+v", last)
	}
	if t.shelf == nil {
		return
	}
	if found := log.Batches[len(log.Batches)-2]; !found.Found || len(found.All) == 0 {
		t.Errorf("what the other machine did is told as %+v", found)
	}
}
