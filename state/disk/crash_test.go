package disk

import (
	"fmt"
	"maps"
	"testing"

	"gesso/state"
	"gesso/state/disk/internal/file"
	"gesso/state/disk/objects"
	"gesso/state/text"
)

// A run is killed between any two steps of its end, or of its beginning. The
// next one ends with the same files and the same ledger as if nothing happened.
func TestCrashBetweenFoldSteps(t *testing.T) {
	w := open(t, t.TempDir())
	run(t, w, collectedBy("", 1, 0, record("image.a", 5)), intended("i0", 1, "image.b"))
	j, finish := begin(t, w)
	appendAll(t, j, story()...)
	appendAll(t, j, collectedBy("i0", 9, 0, record("image.b", 6)))
	before := files(t, w.Dir())
	finish()
	after := files(t, w.Dir())
	wantLedger := entries(t, w)

	part := func(m map[string]string, change map[string]string) map[string]string {
		m = maps.Clone(m)
		maps.Copy(m, change)
		return m
	}
	ledger := after[ledgerFile]
	crashes := map[string]map[string]string{
		"before the ledger":   before,
		"after the ledger":    part(before, map[string]string{ledgerFile: ledger}),
		"while saving":        part(before, map[string]string{ledgerFile: ledger, file.TempName(StateFile): after[StateFile][:100]}),
		"after the state":     part(before, map[string]string{ledgerFile: ledger, StateFile: after[StateFile]}),
		"after all":           after,
		"while beginning":     part(after, map[string]string{journalFile: text.Header(journalFormat)[:9]}),
		"right after begin":   part(after, map[string]string{journalFile: text.Header(journalFormat)}),
		"with an open object": part(after, map[string]string{objectsDir + "/" + objects.IncomingPrefix + "X": "half"}),
	}
	for cut := len(before[ledgerFile]); cut < len(ledger); cut += 97 {
		crashes[fmt.Sprint("in the ledger at ", cut)] = part(before, map[string]string{ledgerFile: ledger[:cut]})
	}
	for name, crash := range crashes {
		t.Run(name, func(t *testing.T) {
			next := open(t, restore(t, crash))
			sameState(t, "loaded", load(t, next), load(t, w))
			same(t, "ledger before the next run", len(entries(t, next)) >= len(entries(t, open(t, restore(t, before)))), true)
			run(t, next)
			got := files(t, next.Dir())
			same(t, "state", got[StateFile], after[StateFile])
			same(t, "names", names(got), names(after))
			same(t, "ledger", entries(t, next), wantLedger)
		})
	}
}

func entries(t testing.TB, w *Workspace) []state.Entry {
	t.Helper()
	list, err := w.Ledger().Entries()
	if err != nil {
		t.Fatal(err)
	}
	return list
}
