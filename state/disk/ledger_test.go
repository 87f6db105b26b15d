package disk

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"gesso/state"
)

func TestLedgerOfARun(t *testing.T) {
	w := open(t, t.TempDir())
	run(t, w, story()...)
	run(t, w,
		state.Event{Kind: state.Settled, Time: at(11), Intent: "i2", Problem: "given up"},
		intended("i3", 12, "image.d"),
		state.Event{Kind: state.Refused, Time: at(13), Intent: "i3", Problem: "moderation", TraceID: "trace-i3"},
		intended("i4", 14, "image.e", "image.f", "image.g"),
		state.Event{Kind: state.Accepted, Time: at(15), Intent: "i4", Task: "task-4"},
		state.Event{Kind: state.Refused, Time: at(15), Intent: "i4", Address: "image.e", Problem: "too few pictures"},
		state.Event{Kind: state.Refused, Time: at(15), Intent: "i4", Address: "image.f", Problem: "too few pictures"},
	)
	var got []string
	for _, e := range entries(t, w) {
		line := fmt.Sprint(e.Outcome, " ", e.Addresses, " ", e.Intent, "/", e.Index, " ", e.Task, " ", e.Problem)
		if e.Price != nil {
			line += fmt.Sprint(" $", *e.Price)
		}
		if e.Picture != nil {
			line += " " + e.Picture.URL
		}
		if e.Key == "" || e.Request == nil {
			t.Errorf("an entry without key or request: %+v", e)
		}
		got = append(got, line)
	}
	same(t, "entries", got, []string{
		"collected [image.a] i1/0 task-1  $0.02 https://cdn.example/1.png",
		"in doubt [image.c] i2/0  connection reset $0.02",
		"collected [image.b] i1/1 task-2  $0.02 https://cdn.example/2.png",
		"settled [image.c] i2/0  given up $0.02",
		"refused [image.e] i4/0 task-4 too few pictures $0.02",
		"refused [image.f] i4/0 task-4 too few pictures $0.02",
	})
}

// A call that an earlier run began is collected by a later one: the price is
// still known.
func TestLedgerKnowsThePriceOfAResumedCall(t *testing.T) {
	w := open(t, t.TempDir())
	run(t, w, intended("i1", 1, "image.a"), accepted("i1", 2))
	run(t, w, collectedBy("i1", 3, 0, &state.Record{Picture: picture(1)}))
	list := entries(t, w)
	if len(list) != 1 || list[0].Price == nil || *list[0].Price != 0.02 || list[0].Addresses != nil {
		t.Errorf("%+v", list)
	}
}

func TestLookup(t *testing.T) {
	other := *record("image.a", 1)
	other.Artifact, other.Task = sha(77), "task-77"
	key := request(1).Key()

	w := open(t, t.TempDir())
	run(t, w, intended("i1", 1, "image.a"), collectedBy("i1", 2, 0, record("image.a", 1)))
	run(t, w, intended("i2", 3, "image.a"), collectedBy("i2", 4, 0, &other))
	run(t, w, collectedBy("", 5, 0, record("image.a", 1))) // taken back

	// What a killed run collected is found before the next run folds it.
	j, finish := begin(t, w)
	third := picture(1)
	third.Task = "task-3"
	appendAll(t, j, intended("i3", 6, "image.b"), collectedBy("i3", 7, 0, &state.Record{Picture: third}))
	pictures, err := w.Ledger().Lookup(key)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "pictures", pictures, []state.Picture{picture(1), other.Picture, third})
	finish()
	pictures, err = w.Ledger().Lookup(key)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "pictures after the run", pictures, []state.Picture{picture(1), other.Picture, third})
	if pictures, _ := w.Ledger().Lookup(request(2).Key()); pictures != nil {
		t.Errorf("another key has %v", pictures)
	}
}

// What a killed run let go of is known before the next run folds it, also in a clone,
// whose state alone knew it.
func TestLookupOfWhatAKilledRunLetGoOf(t *testing.T) {
	w := open(t, t.TempDir())
	run(t, w, collectedBy("", 1, 0, record("image.a", 1)))
	for name, event := range map[string]state.Event{
		"removed":  {Kind: state.Removed, Time: at(2), Address: "image.a"},
		"replaced": collectedBy("", 2, 0, record("image.a", 2)),
	} {
		clone := open(t, restore(t, map[string]string{StateFile: files(t, w.Dir())[StateFile]}))
		j, finish := begin(t, clone)
		appendAll(t, j, event)
		for _, when := range []string{"before", "after"} {
			pictures, err := clone.Ledger().Lookup(request(1).Key())
			if err != nil {
				t.Fatal(err)
			}
			same(t, name+", pictures "+when+" the fold", pictures, []state.Picture{picture(1)})
			if when == "before" {
				finish()
			}
		}
	}
}

// A clone has the records and no ledger. When such a record is replaced, its
// picture must not be forgotten: the prompt may change back.
func TestPictureOfACloneIsKept(t *testing.T) {
	w := open(t, t.TempDir())
	run(t, w, collectedBy("", 1, 0, record("image.a", 1)))
	clone := open(t, restore(t, map[string]string{StateFile: files(t, w.Dir())[StateFile]}))
	s := load(t, clone)
	same(t, "by key", s.ByKey()[request(1).Key()], []*state.Record{record("image.a", 1)})
	run(t, clone, intended("i1", 2, "image.a"), collectedBy("i1", 3, 0, record("image.a", 2)))
	pictures, err := clone.Ledger().Lookup(request(1).Key())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "pictures", pictures, []state.Picture{picture(1)})
}

// A damaged ledger stops the fold before anything else is touched.
func TestDamagedLedgerIsKept(t *testing.T) {
	w := open(t, t.TempDir())
	run(t, w, story()...)
	before := files(t, w.Dir())
	damaged := []byte(before[ledgerFile])
	damaged[100] ^= 1

	lock, err := w.Lock("apply")
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock()
	j, err := w.Begin(loaded(t, w))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(w.Dir(), ledgerFile), string(damaged))
	appendAll(t, j, intended("i9", 9, "image.z"), collectedBy("i9", 10, 0, record("image.z", 9)))
	var damage *state.DamageError
	if err := j.Close(); !errors.As(err, &damage) || damage.File != ledgerFile || damage.Line != 2 {
		t.Errorf("closed with %v", err)
	}
	after := files(t, w.Dir())
	same(t, "ledger", after[ledgerFile], string(damaged))
	same(t, "state", after[StateFile], before[StateFile])
	if _, err := w.Load(); !errors.As(err, &damage) || damage.File != ledgerFile {
		t.Errorf("loaded with %v: a damaged line may be one that is open", err)
	}
	write(t, filepath.Join(w.Dir(), ledgerFile), before[ledgerFile])
	if load(t, w).Get("image.z") == nil {
		t.Error("the journal was not kept")
	}
}
