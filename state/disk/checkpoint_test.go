package disk

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"gesso/state"
	"gesso/state/disk/internal/commit"
	"gesso/state/disk/internal/file"
)

// A run that goes on for long writes the state now and then, with the calls that are open:
// who loses all that lies in .gesso loses no more than since then. What nobody has added to
// is not written again.
func TestCheckpoint(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		w := open(t, dir)
		j, finish := begin(t, w)
		appendAll(t, j, intended("i0", 1, "image.a"), accepted("i0", 2), intended("i1", 3, "image.b"))
		written := func() string {
			synctest.Wait()
			data, _ := os.ReadFile(filepath.Join(dir, StateFile))
			return string(data)
		}
		time.Sleep(commit.CheckpointAfter - time.Second)
		same(t, "before its time", written(), "")
		time.Sleep(2 * time.Second)
		first := written()
		alone := open(t, restore(t, map[string]string{StateFile: first}))
		sameState(t, "without .gesso", load(t, alone), applied(intended("i0", 1, "image.a"), accepted("i0", 2), intended("i1", 3, "image.b")))
		ledger, err := os.Stat(filepath.Join(dir, ledgerFile))
		if err != nil {
			t.Fatal(err)
		}

		time.Sleep(time.Hour)
		again, err := os.Stat(filepath.Join(dir, ledgerFile))
		if err != nil || again.Size() != ledger.Size() || written() != first {
			t.Errorf("something was written while nothing happened: %v", err)
		}
		appendAll(t, j, collectedBy("i0", 4, 0, record("image.a", 5)))
		time.Sleep(commit.CheckpointAfter + time.Second)
		if written() == first {
			t.Error("what happened since was not written")
		}
		finish()
		sameState(t, "in the end", load(t, w), applied(intended("i0", 1, "image.a"), accepted("i0", 2), intended("i1", 3, "image.b"), collectedBy("i0", 4, 0, record("image.a", 5))))
	})
}

// A state that somebody else has put there stays, and is left to the end of the run; what
// was asked of the stand-in inside of the run is in no file.
func TestCheckpointLeavesOthersStates(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		w := open(t, dir)
		run(t, w, collectedBy("", 1, 0, record("image.a", 5)))
		mine, err := os.ReadFile(filepath.Join(dir, StateFile))
		if err != nil {
			t.Fatal(err)
		}
		j, finish := begin(t, w)
		builtin := intended("i0", 1, "image.b")
		builtin.Endpoint = state.EndpointBuiltin
		appendAll(t, j, builtin)
		time.Sleep(commit.CheckpointAfter + time.Second)
		synctest.Wait()
		if now, _ := os.ReadFile(filepath.Join(dir, StateFile)); string(now) != string(mine) {
			t.Errorf("the call of the stand-in was written:\n%s", now)
		}
		if r := j.Get("image.b"); r == nil || len(r.Pending) != 1 {
			t.Errorf("the run has forgotten its call: %+v", r)
		}
		theirs := filepath.Join(dir, StateFile)
		if err := os.WriteFile(theirs, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		appendAll(t, j, collectedBy("", 2, 0, record("image.c", 6)))
		time.Sleep(commit.CheckpointAfter + time.Second)
		synctest.Wait()
		if now, _ := os.ReadFile(theirs); len(now) > 0 {
			t.Error("the state of somebody else was replaced")
		}
		if err := os.WriteFile(theirs, mine, 0o644); err != nil {
			t.Fatal(err)
		}
		finish()
		sameState(t, "in the end", load(t, w), applied(collectedBy("", 1, 0, record("image.a", 5)), collectedBy("", 2, 0, record("image.c", 6))))
	})
}

// Wherever in its events a run wrote the state, and wherever a crash came after that or in
// the midst of it, the next run ends with the same files and the same ledger.
func TestCrashAfterACheckpoint(t *testing.T) {
	events := append(story(), collectedBy("i0", 9, 0, record("image.b", 6)))
	past := func(t *testing.T) *Workspace {
		w := open(t, t.TempDir())
		run(t, w, collectedBy("", 1, 0, record("image.a", 5)), intended("i0", 1, "image.b"))
		return w
	}
	whole := past(t)
	run(t, whole, events...)
	want, wantLedger := files(t, whole.Dir()), entries(t, whole)
	for n := range len(events) + 1 {
		t.Run(fmt.Sprint("after event ", n), func(t *testing.T) {
			w := past(t)
			j, finish := begin(t, w)
			appendAll(t, j, events[:n]...)
			before := files(t, w.Dir())
			if err := j.checkpoint(); err != nil {
				t.Fatal(err)
			}
			written := files(t, w.Dir())
			appendAll(t, j, events[n:]...)
			end := files(t, w.Dir())
			finish()
			same(t, "state without a crash", files(t, w.Dir())[StateFile], want[StateFile])
			same(t, "ledger without a crash", entries(t, w), wantLedger)

			part := func(m map[string]string, change map[string]string) map[string]string {
				m = maps.Clone(m)
				maps.Copy(m, change)
				return m
			}
			ledger := written[ledgerFile]
			crashes := map[string]map[string]string{
				"after the ledger": part(before, map[string]string{ledgerFile: ledger}),
				"while saving":     part(before, map[string]string{ledgerFile: ledger, file.TempName(StateFile): written[StateFile][:50]}),
				"after the state":  written,
				"in the end":       end,
			}
			for cut := len(before[ledgerFile]); cut < len(ledger); cut += 197 {
				crashes[fmt.Sprint("in the ledger at ", cut)] = part(before, map[string]string{ledgerFile: ledger[:cut]})
			}
			for name, crash := range crashes {
				next := open(t, restore(t, crash))
				had := events[:n:n]
				if name == "in the end" {
					had = events
				}
				run(t, next, events[len(had):]...)
				got := files(t, next.Dir())
				same(t, name+": state", got[StateFile], want[StateFile])
				same(t, name+": ledger", calls(entries(t, next)), calls(wantLedger))
			}
		})
	}
}

// calls are the entries of what was paid for: over a state that the events have reached,
// those are told to be let go of too that an address has only got since.
func calls(list []state.Entry) []state.Entry {
	var calls []state.Entry
	for _, e := range list {
		if e.Outcome != state.OutcomeReleased {
			calls = append(calls, e)
		}
	}
	return calls
}

// The journal can be folded over a state that some of its events have reached: over any
// beginning of them.
func TestFoldOverACheckpoint(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		events := someEvents().Draw(r, "events")
		n := rapid.IntRange(0, len(events)).Draw(r, "reached")
		reached := applied(events[:n]...)
		for _, e := range events {
			reached.Apply(e)
		}
		sameState(r, "folded", reached, applied(events...))
	})
}
