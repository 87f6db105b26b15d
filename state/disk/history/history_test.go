package history_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/disk/history"
	"gesso/state/statetest"
)

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// at is a history in a new folder.
func at(t *testing.T) (history.File, string) {
	t.Helper()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return history.File{Root: root, Name: "history"}, filepath.Join(dir, "history")
}

func record(address string, n int) *state.Record { return history.Bare(statetest.Record(address, n)) }

// run is the n-th: image.a gets another picture each time, and image.b comes and goes.
func run(n int) history.Batch {
	b := history.Batch{Run: history.Run{ID: fmt.Sprint("r", n), Time: noon.Add(time.Duration(n) * time.Hour), Command: "apply", State: fmt.Sprint("s", n)}}
	b.All = append(b.All, history.Change{Address: "image.a", Record: record("image.a", n)})
	if n%2 == 0 {
		b.All = append(b.All, history.Change{Address: "image.b"})
	} else {
		b.All = append(b.All, history.Change{Address: "image.b", Record: record("image.b", 100+n)})
	}
	return b
}

func written(t *testing.T, f history.File, runs int) {
	t.Helper()
	for n := range runs {
		if err := f.Append(run(n + 1)); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, f history.File) *history.Log {
	t.Helper()
	log, err := f.Read()
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func TestHistory(t *testing.T) {
	f, _ := at(t)
	if last, err := f.Last(); last != nil || err != nil {
		t.Errorf("the last of none is %v, %v", last, err)
	}
	written(t, f, 3)
	if err := f.Append(history.Batch{Run: history.Run{State: "sealed"}}); err != nil { // changes nothing
		t.Fatal(err)
	}
	log := read(t, f)
	if log.Last() != 3 || log.Damaged != 0 || len(log.Batches) != 4 || log.Batches[3].Serial != 3 {
		t.Errorf("%+v", log)
	}
	for serial, want := range []map[string]*state.Record{
		{}, {"image.a": record("image.a", 1), "image.b": record("image.b", 101)}, {"image.a": record("image.a", 2)},
		{"image.a": record("image.a", 3), "image.b": record("image.b", 103)},
	} {
		if diff := cmp.Diff(want, log.State(serial)); diff != "" {
			t.Errorf("after %d (-want +got):\n%s", serial, diff)
		}
	}
	if log.At(noon) != 0 || log.At(noon.Add(150*time.Minute)) != 2 || log.At(noon.Add(time.Hour)) != 1 {
		t.Errorf("at times: %d, %d, %d", log.At(noon), log.At(noon.Add(150*time.Minute)), log.At(noon.Add(time.Hour)))
	}
	last, err := f.Last()
	if err != nil || last.State != "sealed" || last.Serial != 3 {
		t.Errorf("the last is %+v, %v", last, err)
	}
	found, damaged, err := f.About("image.b")
	if err != nil || damaged != 0 || len(found) != 3 || found[1].Run.ID != "r2" || found[1].Change.Record != nil || found[2].Change.Record.Artifact != record("image.b", 103).Artifact {
		t.Errorf("about image.b: %+v, %d, %v", found, damaged, err)
	}
}

// What is found about many addresses at once is what is found about each.
func TestAboutMany(t *testing.T) {
	f, _ := at(t)
	batch := history.Batch{Run: history.Run{ID: "r", Changes: 30}}
	var addresses []string
	want := 0
	for n := range 30 {
		address := fmt.Sprintf("image.b[\"%d\\\\\\\"é\"]", n)
		batch.All = append(batch.All, history.Change{Address: address, Record: record(address, n)})
		if addresses = append(addresses, address); n%3 > 0 {
			addresses = addresses[:len(addresses)-1]
		}
	}
	if err := f.Append(batch); err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses {
		found, _, err := f.About(address)
		if err != nil || len(found) != 1 || found[0].Change.Address != address {
			t.Fatalf("about %s: %+v, %v", address, found, err)
		}
		want++
	}
	found, damaged, err := f.About(append(addresses, "image.none")...)
	if err != nil || damaged != 0 || len(found) != want || want <= 8 {
		t.Fatalf("about all of %d: %d, %d damaged, %v", want, len(found), damaged, err)
	}
	for i, e := range found {
		if e.Change.Address != addresses[i] || e.Run.ID != "r" {
			t.Errorf("%d. is of %s, want %s", i, e.Change.Address, addresses[i])
		}
	}
}

// Cut anywhere, as a kill cuts it, the runs that were whole are there, and the next one
// goes on behind them.
func TestHistoryCut(t *testing.T) {
	f, name := at(t)
	written(t, f, 2)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n <= len(whole); n += 1 + n%9 {
		if err := os.WriteFile(name, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		kept := read(t, f).Last()
		if log := read(t, f); log.Damaged != 0 {
			t.Fatalf("cut at %d: %d damaged", n, log.Damaged)
		}
		if err := f.Append(run(7)); err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		log := read(t, f)
		if log.Damaged != 0 || log.Last() != kept+1 || log.State(kept + 1)["image.a"].Artifact != record("image.a", 7).Artifact {
			t.Fatalf("cut at %d, with %d runs before: %d damaged, the last is %d", n, kept, log.Damaged, log.Last())
		}
	}
}

// A flipped bit costs its line, and no other run is lost by it.
func TestHistoryFlipped(t *testing.T) {
	f, name := at(t)
	written(t, f, 3)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for n := 40; n < len(whole); n += 41 {
		flipped := append([]byte(nil), whole...)
		flipped[n] ^= 4
		if err := os.WriteFile(name, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := f.Append(run(9)); err != nil {
			t.Fatalf("flipped at %d: %v", n, err)
		}
		log := read(t, f)
		if log.Damaged > 2 || log.Last() < 3 || log.State(log.Last())["image.a"].Artifact != record("image.a", 9).Artifact {
			t.Fatalf("flipped at %d: %d damaged, the last is %d", n, log.Damaged, log.Last())
		}
	}
}
