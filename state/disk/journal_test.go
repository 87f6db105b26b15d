package disk

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gesso/state"
	"gesso/state/text"
)

func TestRunIsFoldedIntoTheState(t *testing.T) {
	w := open(t, t.TempDir())
	run(t, w, story()...)
	sameState(t, "records", load(t, w), applied(story()...))
	same(t, "files", names(files(t, w.Dir())), []string{".gesso/.gitignore", ".gesso/history", ".gesso/ledger", ".gesso/lock", "gesso.state"})
}

func TestSecondRunWritesNothing(t *testing.T) {
	w := open(t, t.TempDir())
	run(t, w, story()...)
	before, err := os.Stat(filepath.Join(w.Dir(), StateFile))
	if err != nil {
		t.Fatal(err)
	}
	run(t, w)
	after, err := os.Stat(filepath.Join(w.Dir(), StateFile))
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) || before.ModTime() != after.ModTime() {
		t.Error("a run without events replaced the state")
	}
}

func TestLoadingWritesNothing(t *testing.T) {
	w := open(t, t.TempDir())
	if s := load(t, w); s.Len() != 0 {
		t.Errorf("an empty folder has %d records", s.Len())
	}
	if _, err := w.Ledger().Entries(); err != nil {
		t.Error(err)
	}
	if err := w.Outputs().Flush(); err != nil {
		t.Error(err)
	}
	same(t, "files", names(files(t, w.Dir())), []string(nil))
}

// journalOf returns the journal that a run killed after events leaves.
func journalOf(t testing.TB, events ...state.Event) []byte {
	t.Helper()
	w := open(t, t.TempDir())
	j, finish := begin(t, w)
	defer finish()
	appendAll(t, j, events...)
	data, err := os.ReadFile(filepath.Join(w.Dir(), journalFile))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Whatever byte a crash cuts the journal at, the events of its whole lines
// survive, and the next run goes on from there.
func TestJournalCutAtEveryByte(t *testing.T) {
	events := story()
	whole := journalOf(t, events...)
	for cut := range len(whole) + 1 {
		survivors := max(0, bytes.Count(whole[:cut], []byte("\n"))-1)
		w := open(t, restore(t, map[string]string{journalFile: string(whole[:cut])}))
		sameState(t, fmt.Sprint("loaded, cut at ", cut), load(t, w), applied(events[:survivors]...))
		if cut%29 != 0 && cut < len(whole)-2 {
			continue // going on costs some syncs
		}
		more := intended("i9", 9, "image.z")
		run(t, w, more)
		want := applied(append(events[:survivors:survivors], more)...)
		sameState(t, fmt.Sprint("after the next run, cut at ", cut), load(t, w), want)
	}
}

// One changed bit is found, wherever it is: also in the last line, which has an
// end and so is not torn. Where the changed bit takes the end, more than what
// was written shows it.
func TestJournalBitFlips(t *testing.T) {
	events := story()
	whole := journalOf(t, events...)
	random := rand.New(rand.NewPCG(1, 2))
	w := open(t, t.TempDir())
	for range 1000 {
		bit := random.IntN(8 * len(whole))
		data := bytes.Clone(whole)
		data[bit/8] ^= 1 << (bit % 8)
		write(t, filepath.Join(w.Dir(), journalFile), string(data))
		_, err := w.Load()
		var damage *state.DamageError
		var version *state.VersionError
		if !errors.As(err, &damage) && !errors.As(err, &version) {
			t.Fatalf("bit %d: loaded with error %v", bit, err)
		}
		if line := bytes.Count(data[:bit/8], []byte("\n")) + 1; damage != nil && damage.Line != line && whole[bit/8] != '\n' {
			t.Fatalf("bit %d on line %d: %v", bit, line, err)
		}
	}
}

// The ledger is read by every plan, and is damaged likewise.
func TestLedgerBitFlips(t *testing.T) {
	w := open(t, t.TempDir())
	run(t, w, story()...)
	whole := []byte(files(t, w.Dir())[ledgerFile])
	random := rand.New(rand.NewPCG(3, 4))
	for n := range 300 {
		bit := random.IntN(8 * len(whole))
		if n < 8 {
			bit = 8*len(whole) - 1 - n // the last line end
		}
		data := bytes.Clone(whole)
		data[bit/8] ^= 1 << (bit % 8)
		write(t, filepath.Join(w.Dir(), ledgerFile), string(data))
		_, err := w.Load()
		var damage *state.DamageError
		var version *state.VersionError
		if !errors.As(err, &damage) && !errors.As(err, &version) {
			t.Fatalf("bit %d makes %q of %q: loaded with error %v", bit, data[bit/8], whole[bit/8], err)
		}
	}
}

func TestJournalRefused(t *testing.T) {
	whole := string(journalOf(t, story()...))
	header := text.Header(journalFormat)
	unknown, err := text.Frame(map[string]any{"kind": "collected", "time": at(1), "colour": "red"})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ data, want string }{
		"crlf":          {strings.ReplaceAll(whole, "\n", "\r\n"), ".gesso/journal:1: the first line is not that of a gesso journal"},
		"edited":        {strings.Replace(whole, "image.a", "image.x", 1), ".gesso/journal:2: damaged, its checksum differs"},
		"newer":         {strings.Replace(whole, `"version":1`, `"version":2`, 1), ".gesso/journal: format version 2 was written by a newer gesso"},
		"other file":    {strings.Replace(whole, "journal", "ledger", 1), ".gesso/journal:1: the first line"},
		"no header":     {strings.TrimPrefix(whole, header), ".gesso/journal:1: the first line"},
		"unknown field": {header + string(unknown), `.gesso/journal:2: json: unknown field "colour"`},
		"long line":     {header + strings.Repeat("x", text.MaxFrame+2), ".gesso/journal:2: damaged, the line is longer"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := restore(t, map[string]string{journalFile: test.data})
			_, err := open(t, dir).Load()
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want %q", err, test.want)
			}
			same(t, "files", files(t, dir), map[string]string{journalFile: test.data})
		})
	}
}

func TestAppendRefusesWhatCannotBeFolded(t *testing.T) {
	w := open(t, t.TempDir())
	j, finish := begin(t, w)
	for _, e := range []state.Event{
		{},
		{Kind: "painted", Time: at(1)},
		{Kind: state.Intended, Time: at(1), Intent: "i1", Addresses: []string{"image.a"}},
		{Kind: state.Accepted, Time: at(1), Intent: "i1"},
		{Kind: state.Refused, Time: at(1)},
		{Kind: state.Collected, Time: at(1), Record: &state.Record{Address: "image.a"}},
		{Kind: state.Removed, Address: "image.a"},
	} {
		if err := j.Append(e); err == nil {
			t.Errorf("accepted %+v", e)
		}
	}
	appendAll(t, j, story()...) // refusals are no write errors
	finish()
	if err := j.Append(story()[0]); !errors.Is(err, ErrClosed) {
		t.Errorf("append after close: %v", err)
	}
}

// Many goroutines append at once; each finds its own event in the state as
// soon as Append returns, and all are there afterwards.
func TestAppendTogether(t *testing.T) {
	w := open(t, t.TempDir())
	j, finish := begin(t, w)
	const goroutines, calls = 32, 8
	var group sync.WaitGroup
	for g := range goroutines {
		group.Go(func() {
			for c := range calls {
				intent, address := fmt.Sprintf("i%d.%d", g, c), fmt.Sprintf("image.a[%d]", g*calls+c)
				for _, e := range []state.Event{intended(intent, 1, address), accepted(intent, 2), collectedBy(intent, 3, 0, record(address, g))} {
					if err := j.Append(e); err != nil {
						t.Error(err)
						return
					}
				}
				if r := j.Get(address); r == nil || r.Artifact != sha(g) || r.Pending != nil {
					t.Errorf("%s right after it was collected: %+v", address, r)
				}
			}
		})
	}
	group.Wait()
	finish()
	if n := load(t, w).Len(); n != goroutines*calls {
		t.Errorf("%d records, want %d", n, goroutines*calls)
	}
}

func TestCloseWhileAppending(t *testing.T) {
	w := open(t, t.TempDir())
	j, finish := begin(t, w)
	var group sync.WaitGroup
	kept := make(chan string, 64)
	for n := range 64 {
		group.Go(func() {
			address := fmt.Sprintf("image.a[%d]", n)
			switch err := j.Append(intended(address, n, address)); {
			case err == nil:
				kept <- address
			case !errors.Is(err, ErrClosed):
				t.Error(err)
			}
		})
	}
	finish()
	group.Wait()
	close(kept)
	s := load(t, w)
	n := 0
	for address := range kept {
		n++
		if s.Get(address) == nil {
			t.Errorf("%s was accepted and is lost", address)
		}
	}
	if s.Len() != n {
		t.Errorf("%d records of %d accepted events", s.Len(), n)
	}
}

func TestBeginNeedsTheLock(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("began without the lock")
		}
	}()
	w := open(t, t.TempDir())
	_, _ = w.Begin(loaded(t, w))
}
