package disk

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"gesso/state"
	"gesso/state/text"
)

// sight is what a reader sees: the records, how calls have ended, and which pictures
// there are. Whoever let go of a picture is left out: over a state that a fold has
// reached it is told of those too that an address has only got in the same run.
type sight struct{ records, calls, pictures string }

func look(t failer, w *Workspace) sight {
	t.Helper()
	s, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	w.meanwhile()
	list, err := w.Ledger().Entries()
	if err != nil {
		t.Fatal(err)
	}
	seen := sight{records: stateOf(t, s.State)}
	pictures := map[string]bool{}
	for r := range s.All() {
		pictures[r.Artifact] = true
	}
	for _, e := range list {
		if e.Picture != nil {
			pictures[e.Picture.Artifact] = true
		}
		if e.Outcome != state.OutcomeReleased {
			seen.calls += fmt.Sprintln(e.Time, e.Outcome, e.Intent, e.Index, e.Addresses)
		}
	}
	seen.pictures = fmt.Sprint(slices.Sorted(maps.Keys(pictures)))
	return seen
}

// A writer does what the runs of a workspace do, one step on the disk after the
// other, so that a reader can look between any two of them.
type writerSteps struct {
	t     failer
	w     *Workspace
	s     *Loaded
	file  *os.File
	steps []func()
	folds []int // how many steps there are when a ledger is written, and the state is not
	done  int
}

// intoFold is to advance into the middle of the next fold.
const intoFold = -1

func (do *writerSteps) toFold() int {
	for _, at := range do.folds {
		if at > do.done {
			return at - do.done
		}
	}
	return 0
}

// newWriter is to do what runs of these events do in a folder.
func newWriter(t failer, dir string, runs [][]state.Event) *writerSteps {
	w, err := Open(dir)
	must(t, err)
	must(t, w.at.makeHome(w.root))
	do := &writerSteps{t: t, w: w}
	for _, events := range runs {
		do.add(do.begin)
		do.write([]byte(text.Header(journalFormat)))
		for i, e := range events {
			line, err := text.Frame(e.Plain())
			must(t, err)
			do.write(line)
			do.steps[len(do.steps)-1] = do.then(do.steps[len(do.steps)-1], e.Plain())
			if i%2 == 1 {
				do.checkpoint()
			}
		}
		do.add(func() {
			do.s.DropBuiltin()
			must(t, w.appendLedger(do.s, do.s.entries))
		})
		do.folds = append(do.folds, len(do.steps))
		do.add(func() { must(t, w.save(do.s)) })
		do.add(func() { must(t, errors.Join(do.file.Close(), w.removeJournal())) })
	}
	return do
}

// checkpoint takes the two steps of a journal's checkpoint.
func (do *writerSteps) checkpoint() {
	do.add(func() {
		must(do.t, do.w.appendLedger(do.s, do.s.entries))
		do.s.entries = nil
	})
	do.folds = append(do.folds, len(do.steps))
	do.add(func() { must(do.t, do.w.saveOpen(do.s)) })
}

func (do *writerSteps) add(step func()) { do.steps = append(do.steps, step) }

func (do *writerSteps) begin() {
	var err error
	do.s, err = do.w.load()
	must(do.t, err)
	must(do.t, do.w.appendLedger(do.s, nil))
	do.file, err = do.w.root.OpenFile(do.w.at.journal, os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o600)
	must(do.t, err)
}

// write takes two steps, and leaves a torn line between them.
func (do *writerSteps) write(line []byte) {
	for _, part := range [][]byte{line[:len(line)/2], line[len(line)/2:]} {
		do.add(func() {
			_, err := do.file.Write(part)
			must(do.t, err)
		})
	}
}

func (do *writerSteps) then(step func(), e state.Event) func() {
	return func() {
		step()
		do.s.entries = append(do.s.entries, do.s.Entries(e)...)
		do.s.Apply(e)
	}
}

// advance takes so many steps, if there are.
func (do *writerSteps) advance(n int) {
	for ; n > 0 && do.done < len(do.steps); n-- {
		do.steps[do.done]()
		do.done++
	}
}

func must(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever is done to the files between any two looks of a reader at them, what it
// has read in the end is what there was after one of the steps: not one that was over
// before, and none that had not begun.
func TestReadersSeeOneMoment(t *testing.T) {
	outer := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		var runs [][]state.Event
		var all []state.Event
		for range rapid.IntRange(2, 4).Draw(r, "runs") {
			events := orderly(all, someEvents().Draw(r, "events"))
			events = events[:min(len(events), 4)] // many folds, with little between them
			runs, all = append(runs, events), append(all, events...)
		}
		dir := func() string {
			dir, err := os.MkdirTemp(outer, "")
			must(r, err)
			return dir
		}
		// The same runs with nobody beside them: what is to be seen after each step.
		alone := newWriter(r, dir(), runs)
		steps := []sight{look(r, alone.w)}
		for range alone.steps {
			alone.advance(1)
			steps = append(steps, look(r, alone.w))
		}
		must(r, alone.w.Close())

		beside := newWriter(r, dir(), runs)
		reader, err := Open(beside.w.Dir())
		must(r, err)
		reader.meanwhile = func() {
			switch n := rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2, 6, intoFold}).Draw(r, "steps"); n {
			case intoFold:
				beside.advance(beside.toFold())
			default:
				beside.advance(n)
			}
		}
		for beside.done < len(beside.steps) {
			beside.advance(1)
			from := beside.done
			if seen := look(r, reader); !slices.Contains(steps[from:beside.done+1], seen) {
				r.Fatalf("between the steps %d and %d of %d it saw:\n%s%s", from, beside.done, len(steps), seen.records, seen.calls)
			}
		}
		must(r, errors.Join(reader.Close(), beside.w.Close()))
	})
}
