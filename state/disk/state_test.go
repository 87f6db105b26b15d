package disk

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gesso/state"
	"gesso/state/text"
)

func stateOf(t failer, s *state.State) string {
	t.Helper()
	data, err := text.Format(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestStateOrder(t *testing.T) {
	same(t, "order", addresses(sample()), []string{"image.a[\"2\"]", "image.a[2]", "image.a[10]", "image.b", "image.c"})
}

// A program that writes the state meanwhile is noticed, and what the run
// recorded is folded over the new state by the next run.
func TestStateChangedByAnotherProgram(t *testing.T) {
	w := open(t, t.TempDir())
	run(t, w, story()...)
	theirs := stateOf(t, applied(collectedBy("", 1, 0, record("image.theirs", 1))))
	file := filepath.Join(w.Dir(), StateFile)

	lock, err := w.Lock("apply")
	if err != nil {
		t.Fatal(err)
	}
	s := loaded(t, w)
	write(t, file, theirs)
	if _, err := w.Begin(s); !errors.Is(err, ErrStale) {
		t.Fatalf("began on a stale state: %v", err)
	}
	j, err := w.Begin(loaded(t, w))
	if err != nil {
		t.Fatal(err)
	}
	appendAll(t, j, collectedBy("", 9, 0, record("image.ours", 2)))
	write(t, file, stateOf(t, new(state.State)))
	write(t, file, theirs+" ")
	if err := j.Close(); !errors.Is(err, ErrStale) {
		t.Fatalf("closed over a changed state: %v", err)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	write(t, file, theirs)
	run(t, w)
	same(t, "addresses", addresses(load(t, w)), []string{"image.c", "image.ours", "image.theirs"}) // image.c waits for its call, whatever theirs knows
}

func TestTimesAreReadBackAsTheyWere(t *testing.T) {
	w := open(t, t.TempDir())
	j, finish := begin(t, w)
	r := record("image.a", 1)
	r.Generated = time.Now().In(time.FixedZone("somewhere", 3600))
	e := collectedBy("", 1, 0, r)
	e.Time = time.Now()
	appendAll(t, j, e)
	live := *j.Get("image.a")
	finish()
	same(t, "record", *load(t, w).Get("image.a"), live)
	if live.Generated.Location() != time.UTC {
		t.Errorf("generated at %v", live.Generated)
	}
}

// What git does to a file is no damage: CRLF line ends on Windows, lines of
// two branches in another order.
func TestStateAsGitLeavesIt(t *testing.T) {
	whole := stateOf(t, sample())
	lines := strings.SplitAfter(whole, "\n")
	slices.Reverse(lines[1 : len(lines)-2])
	for name, data := range map[string]string{
		"crlf":      strings.ReplaceAll(whole, "\n", "\r\n"),
		"reordered": strings.Join(lines, ""),
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, restore(t, map[string]string{StateFile: data}))
			same(t, "records", records(load(t, w)), records(sample()))
			run(t, w, state.Event{Kind: state.Placed, Time: at(20), Address: "image.b", Path: "b.png", Output: sha(2)})
			if got := files(t, w.Dir())[StateFile]; strings.Contains(got, "\r") || !strings.HasPrefix(got, lines[0]+`{"address":"image.a[\"2\"]"`) {
				t.Errorf("not in canonical form:\n%s", got)
			}
		})
	}
}

func TestStateRefused(t *testing.T) {
	whole := stateOf(t, sample())
	lines := strings.SplitAfter(whole, "\n")
	second := lines[1]
	for name, test := range map[string]struct{ data, want string }{
		"empty":          {"", "gesso.state:1: the first line is not that of a gesso state"},
		"conflict":       {strings.Replace(whole, second, "<<<<<<< HEAD\n"+second, 1), "gesso.state:2: a merge conflict marker"},
		"conflict later": {strings.Replace(whole, second, second+"=======\n", 1), "gesso.state:3: a merge conflict marker"},
		"conflict first": {"<<<<<<< HEAD\n" + whole, "gesso.state:1: a merge conflict marker"},
		"conflict last":  {whole + ">>>>>>> theirs\n", "gesso.state:8: a merge conflict marker"},
		"unknown field":  {strings.Replace(whole, `"width"`, `"depth":1,"width"`, 1), `gesso.state:2: image.a["2"]: json: unknown field "depth"`},
		"no address":     {strings.Replace(unsealed(whole), `"address":"image.b",`, "", 1), "gesso.state:5: a record without an address"},
		"edited":         {strings.Replace(whole, "image.b.png", "image.c.png", 1), "gesso.state:5: image.b: damaged, the checksum of its line differs"},
		"edited back":    {strings.Replace(whole, `,"width":1024`, `, "width":1024`, 1), `gesso.state:2: image.a["2"]: damaged, the checksum of its line differs`},
		"sealed anew":    {strings.Replace(whole, `,"crc32c":"`, `,"Crc32c":"`, 1), `gesso.state:2: image.a["2"]: damaged, the checksum of its line differs`},
		"two on a line":  {strings.Replace(whole, "}\n{\"address\":\"image.b\"", "} {\"address\":\"image.b\"", 1), "gesso.state:4: not one record on one line"},
		"over two lines": {strings.Replace(whole, `,"width"`, ",\n\"width\"", 1), "gesso.state:2: not one record on one line"},
		"blank line":     {strings.Replace(whole, second, "\n"+second, 1), "gesso.state:2: not one record on one line"},
		"newer":          {strings.Replace(whole, `"version":1`, `"version":7`, 1), "gesso.state: format version 7 was written by a newer gesso, this one reads version 1; upgrade gesso"},
		"older":          {strings.Replace(whole, `"version":1`, `"version":0`, 1), "gesso.state:1: the first line"},
		"a line is gone": {strings.Join(lines[:len(lines)-2], ""), "gesso.state:7: the last line"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := restore(t, map[string]string{StateFile: test.data})
			_, err := open(t, dir).Load()
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error  %v\nwant %s", err, test.want)
			}
			same(t, "files", files(t, dir), map[string]string{StateFile: test.data})
		})
	}
}
