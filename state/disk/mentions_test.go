package disk

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state/disk/history"
)

// What a change since the time took away an undo would bring back: it counts as that
// change does, however old it is itself.
func TestMentionsOfHistory(t *testing.T) {
	w := open(t, t.TempDir())
	must(t, w.at.makeHome(w.root))
	since := at(0)
	run := func(days, picture int) history.Batch {
		return history.Batch{Run: history.Run{ID: "r", Time: since.AddDate(0, 0, days)}, All: []history.Change{
			{Address: "image.a", Record: history.Bare(record("image.a", picture))},
		}}
	}
	if err := w.History().Append(run(-9, 1), run(-8, 2), run(1, 3)); err != nil {
		t.Fatal(err)
	}
	m, err := w.Mentions(since)
	if err != nil {
		t.Fatal(err)
	}
	got := map[int][2]bool{}
	for n := range 4 {
		artifact := record("image.a", n).Artifact
		got[n] = [2]bool{m.History[artifact], m.Once[artifact]}
	}
	want := map[int][2]bool{0: {}, 1: {false, true}, 2: {true, true}, 3: {true, false}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("by the history, and once (-want +got):\n%s", diff)
	}
}
