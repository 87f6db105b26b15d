package records_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/records"
	"gesso/runner/selection"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/statetest"
)

func recorded(addresses ...string) *state.State {
	s := new(state.State)
	for n, a := range addresses {
		s.Apply(statetest.Collected("", n+1, 0, statetest.Record(a, n+1)))
	}
	return s
}

// after is what is recorded after events, as addresses and the pictures' numbers.
func after(s *state.State, events []state.Event) []string {
	next := s.Clone()
	for _, e := range events {
		e = e.Plain()
		if err := e.Check(); err != nil {
			return []string{err.Error()}
		}
		next.Apply(e)
	}
	var list []string
	for r := range next.All() {
		list = append(list, r.Address+" "+strings.TrimLeft(r.Artifact, "0"))
	}
	return list
}

func TestMove(t *testing.T) {
	for _, test := range []struct {
		recorded string // by spaces
		from, to string
		want     string // by commas; of a mistake, how it begins
	}{
		{"image.a", "image.a", "image.b", "image.b 1"},
		{`image.a["x"] image.a["y"] image.ab`, "image.a", "image.b", `image.ab 3,image.b["x"] 1,image.b["y"] 2`},
		{`image.a["x"] image.a["y"]`, `image.a["x"]`, `image.a["z"]`, `image.a["y"] 2,image.a["z"] 1`},
		{`image.a["x"] image.a["y"]`, `image.a["x"]`, "image.b", `image.a["y"] 2,image.b 1`},
		{"image.a", "image.a", "image.a[0]", "image.a[0] 1"},
		{"image.a[0]", "image.a[0]", "image.a", "image.a 1"},
		{"image.a", "image.a", "module.m.image.a", "module.m.image.a 1"},
		{`module.m.image.a module.m.module.n.image.b image.c`, "module.m", `module.k["\u0061"]`, `image.c 3,module.k["a"].image.a 1,module.k["a"].module.n.image.b 2`},
		{`module.m["x"].image.a module.m["y"].image.a`, `module.m["x"]`, `module.m["z"]`, `module.m["y"].image.a 2,module.m["z"].image.a 1`},
		{"module.m.image.a", "module.m", "module.m.module.n", "module.m.module.n.image.a 1"},

		{"image.a image.b", "image.a", "image.b", "image.b is taken: something is recorded"},
		{`image.a image.b["x"]`, "image.a", "image.b", `image.b is taken: image.b["x"] is recorded`},
		{"module.m.image.a module.n.image.c", "module.m", "module.n", "module.n is taken: module.n.image.c is recorded"},
		{`image.a["x"] image.a["y"]`, "image.a", "image.b[0]", "image.a has instances, and image.b[0] is one"},
		{"image.a", "image.a", "module.m", "image.a is an image, and module.m is a module"},
		{"module.m.image.a", "module.m", "image.a", "module.m is a module, and image.a is an image"},
		{"image.a", "image.a", "image.a", "image.a is to be moved to itself"},
		{"image.a", "image.*", "image.b", "what is moved is one address"},
		{"image.a", "image.nothing", "image.b", "nothing is recorded of image.nothing"},
		{`image.a["x"]`, "image.a[x]", "image.b", `there is no image image.a[x]; it could mean 'image.a["x"]'`},
		{"image.a", "image.a", "", "an address is empty"},
		{"image.a", "image.a", "b", `"b" is no address`},
		{"image.a", "image.a", "image.b.c", `"image.b.c" is no address`},
		{"image.a", "image.a", "image.b[x]", `"image.b[x]" is no address: [x] is not a key`},
		{"image.a", "image.a", "image.b[01]", `"image.b[01]" is no address`},
		{"image.a", "image.a", "image.b\x1b", `"image.b\x1b" is no address`},
		{"image.a", "image.a", "image.b[*]", `"image.b[*]" is no address`},
	} {
		s := recorded(strings.Fields(test.recorded)...)
		events, err := records.Move(s, test.from, test.to, statetest.At(9))
		if err != nil {
			if !strings.HasPrefix(err.Error(), test.want) || events != nil {
				t.Errorf("%s to %s: %v, want %s", test.from, test.to, err, test.want)
			}
			continue
		}
		if got := strings.Join(after(s, events), ","); got != test.want {
			t.Errorf("%s to %s: %s, want %s", test.from, test.to, got, test.want)
		}
	}
}

// Calls and rivals go along.
func TestMoveWhole(t *testing.T) {
	r := statetest.Record("image.a", 1)
	r.Rivals = []state.Rival{statetest.Record("image.a", 2).Rival()}
	s := state.New([]*state.Record{r})
	s.Apply(statetest.Intended("i1", 3, "image.a").Plain())
	events, err := records.Move(s, "image.a", "image.b", statetest.At(9))
	if err != nil {
		t.Fatal(err)
	}
	want := *s.Get("image.a")
	want.Address = "image.b"
	if entries := s.Entries(events[0]); len(entries) != 1 || entries[0].Addresses[0] != "image.b" {
		t.Errorf("the ledger gets %v, want that image.b has the picture, and that nothing was let go of", entries)
	}
	s.Apply(events[0].Plain())
	if diff := cmp.Diff(&want, s.Get("image.b")); diff != "" || s.Len() != 1 {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestForget(t *testing.T) {
	s := recorded(`image.a["x"]`, `image.a["y"]`, "image.b")
	s.Apply(statetest.Intended("i1", 3, `image.a["y"]`, "image.c").Plain())
	events, waiting, err := records.Forget(s, []string{"image.a", "image.c"}, statetest.At(9))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`image.a["y"] `, "image.b 3", "image.c "}, after(s, events)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{`image.a["y"]`, "image.c"}, waiting); diff != "" {
		t.Errorf("waiting (-want +got):\n%s", diff)
	}
	_, _, err = records.Forget(s, []string{"image.b", "image.nope"}, statetest.At(9))
	var refused *records.RefusedError
	if !errors.As(err, &refused) || refused.Hint != "gesso state list" {
		t.Errorf("%v", err)
	}
	_, _, err = records.Forget(s, []string{"image.bb"}, statetest.At(9))
	if unknown := new(selection.UnknownError); !errors.As(err, &unknown) && !errors.As(err, &refused) {
		t.Errorf("%v", err)
	}
}

func TestChoose(t *testing.T) {
	s := recorded(`image.a["x"]`, `image.a["y"]`, "image.b", "module.m.image.a")
	s.Apply(statetest.Intended("i1", 3, "image.c").Plain())
	s.Apply(statetest.Accepted("i1", 4).Plain())
	for _, test := range []struct {
		patterns string
		task     string
		want     string
	}{
		{"", "", `image.a["x"] image.a["y"] image.b image.c module.m.image.a`},
		{"image.a module.m", "", `image.a["x"] image.a["y"] module.m.image.a`},
		{`image.a["*"]`, "", `image.a["x"] image.a["y"]`},
		{"", "task-2", `image.a["y"]`},
		{"", "task-i1", "image.c"},
		{"image.a", "task-1", `image.a["x"]`},
		{"image.b", "task-1", "nothing that is recorded is of the task \"task-1\""},
		{"image.nothing", "", "nothing is recorded of image.nothing"},
	} {
		chosen, err := records.Choose(s, strings.Fields(test.patterns), test.task)
		var addresses []string
		for _, r := range chosen {
			addresses = append(addresses, r.Address)
		}
		got := strings.Join(addresses, " ")
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s of %q: %s, want %s", test.patterns, test.task, got, test.want)
		}
	}
}

// What is written down is there for the next one, and what was before is kept.
func TestRecord(t *testing.T) {
	w, err := disk.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	lock, err := w.Lock("state mv")
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock()
	record := func(events ...state.Event) string {
		t.Helper()
		loaded, err := w.Load()
		if err != nil {
			t.Fatal(err)
		}
		copied, err := records.Record(w, loaded, events, "state-mv", statetest.At(9))
		if err != nil {
			t.Fatal(err)
		}
		return copied
	}
	record(statetest.Collected("", 1, 0, statetest.Record("image.a", 1)), statetest.Collected("", 1, 0, statetest.Record("image.b", 2)))
	before, err := os.ReadFile(filepath.Join(w.Dir(), disk.StateFile))
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	events, err := records.Move(loaded.State, "image.a", "image.c", statetest.At(9))
	if err != nil {
		t.Fatal(err)
	}
	copied := record(events...)
	kept, err := os.ReadFile(filepath.Join(w.Dir(), copied))
	if err != nil || string(kept) != string(before) {
		t.Errorf("kept (%v):\n%s\nwant\n%s", err, kept, before)
	}
	if loaded, err = w.Load(); err != nil {
		t.Fatal(err)
	}
	if got := after(loaded.State, nil); !slices.Equal(got, []string{"image.b 2", "image.c 1"}) {
		t.Errorf("%v", got)
	}
	if copied := record(); copied != "" {
		t.Errorf("a copy for nothing: %s", copied)
	}
}
