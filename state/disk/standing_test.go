package disk

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gesso/state"
)

// A life is what happened to one call for two pictures, run by run, and what
// is waited for after it.
type life struct {
	runs [][]state.Event
	want []string
}

func lives() map[string]life {
	begun := intended("i1", 1, "image.a", "image.b")
	doubted := state.Event{Kind: state.Doubted, Time: at(2), Intent: "i1", Problem: "cut"}
	first, second := collectedBy("i1", 3, 0, record("image.a", 1)), collectedBy("i1", 4, 1, record("image.b", 2))
	settled := state.Event{Kind: state.Settled, Time: at(5), Intent: "i1", Problem: "abandoned"}
	moves := applied(begun, accepted("i1", 2)).Get("image.a")
	moved := movedTo("image.m", state.Record{Pending: moves.Pending})
	refused := func(address string) state.Event {
		return state.Event{Kind: state.Refused, Time: at(5), Intent: "i1", Address: address, Problem: "none"}
	}
	both := []string{"image.a i1/0 task-i1", "image.b i1/1 task-i1"}
	return map[string]life{
		"killed before accept":   {[][]state.Event{{begun}}, []string{"image.a i1/0 ?", "image.b i1/1 ?"}},
		"accepted":               {[][]state.Event{{begun, accepted("i1", 2)}}, both},
		"doubted":                {[][]state.Event{{begun, doubted}}, []string{"image.a i1/0 ? cut", "image.b i1/1 ? cut"}},
		"doubted, then found":    {[][]state.Event{{begun, doubted}, {accepted("i1", 3)}}, both},
		"partially collected":    {[][]state.Event{{begun, accepted("i1", 2), first}}, both[1:]},
		"partially in two runs":  {[][]state.Event{{begun, accepted("i1", 2)}, {first}}, both[1:]},
		"collected":              {[][]state.Event{{begun, accepted("i1", 2), first, second}}, nil},
		"collected in two runs":  {[][]state.Event{{begun, accepted("i1", 2)}, {first, second}}, nil},
		"settled":                {[][]state.Event{{begun, doubted}, {settled}}, nil},
		"settled at once":        {[][]state.Event{{begun, doubted, settled}}, nil},
		"refused":                {[][]state.Event{{begun, accepted("i1", 2)}, {refused("")}}, nil},
		"never accepted":         {[][]state.Event{{begun, doubted}, {refused("")}}, nil},
		"refused for one":        {[][]state.Event{{begun, accepted("i1", 2)}, {refused("image.a")}}, both[1:]},
		"moved":                  {[][]state.Event{{begun, accepted("i1", 2)}, {moved}}, []string{"image.b i1/1 task-i1", "image.m i1/0 task-i1"}},
		"moved, refused for one": {[][]state.Event{{begun, accepted("i1", 2)}, {moved}, {refused("image.m")}}, both[1:]},
		"moved and collected":    {[][]state.Event{{begun, accepted("i1", 2)}, {moved, collectedBy("i1", 6, 0, record("image.m", 1))}}, both[1:]},
		"lost": {
			[][]state.Event{{begun, accepted("i1", 2)}, {{Kind: state.Lost, Time: at(5), Intent: "i1", Index: 1, Problem: "gone"}}},
			[]string{"image.a i1/0 task-i1", "image.b i1/1 task-i1 gone lost"},
		},
	}
}

func waited(s *state.State) []string {
	var list []string
	for address, p := range s.Pending() {
		line := fmt.Sprint(address, " ", p.Intent, "/", p.Index)
		for _, part := range []string{map[bool]string{true: "?"}[p.InDoubt()], p.Task, p.Problem, map[bool]string{true: "lost"}[p.Lost]} {
			if part != "" {
				line += " " + part
			}
		}
		list = append(list, line)
	}
	return list
}

// played is a workspace's files at the moments at which a run can be killed.
type played struct {
	start, last map[string]string // before the first run, and before the last one
	killed      map[string]string // with the journal of the last run
	folded      map[string]string
}

func play(t *testing.T, runs [][]state.Event) played {
	t.Helper()
	w := open(t, t.TempDir())
	run(t, w, collectedBy("", 0, 0, record("image.z", 9)))
	p := played{start: files(t, w.Dir())}
	for _, events := range runs {
		p.last = files(t, w.Dir())
		j, finish := begin(t, w)
		appendAll(t, j, events...)
		p.killed = files(t, w.Dir())
		finish()
		p.folded = files(t, w.Dir())
	}
	return p
}

// Whatever git makes of gesso.state, and wherever the run was killed: no call is
// forgotten, and none that has ended comes back.
func TestNoStateFileForgetsACall(t *testing.T) {
	theirs := applied(collectedBy("", 1, 0, record("image.t", 7)), intended("i7", 7, "image.u"))
	merged := theirs.Clone()
	merged.Apply(collectedBy("", 0, 0, record("image.z", 9)))
	foreign := []string{"image.u i7/0 ?"}
	for name, of := range lives() {
		p := play(t, of.runs)
		newer := newerState(t, p.folded)
		for state, swap := range map[string]struct {
			text string // "" for no file
			more []string
		}{
			"as is":           {text: p.folded[StateFile]},
			"older":           {text: p.start[StateFile]},
			"of the last run": {text: p.last[StateFile]},
			"newer":           {text: newer},
			"absent":          {},
			"foreign":         {stateOf(t, theirs), foreign},
			"theirs":          {stateOf(t, merged), foreign},
		} {
			for journal, disk := range map[string]map[string]string{
				"folded":                    p.folded,
				"left over":                 p.killed,
				"left over, ledger written": with(p.killed, ledgerFile, p.folded[ledgerFile]),
				"left over, state written":  with(with(p.killed, ledgerFile, p.folded[ledgerFile]), StateFile, p.folded[StateFile]),
			} {
				t.Run(name+"/"+state+"/"+journal, func(t *testing.T) {
					t.Parallel() // most of the time goes to syncs
					w := open(t, restore(t, with(disk, StateFile, swap.text)))
					want := slices.Concat(of.want, swap.more)
					same(t, "waited for", waited(load(t, w)), want)
					before := entries(t, w)
					run(t, w)
					same(t, "after a run", waited(load(t, w)), want)
					same(t, "entries after a run", len(entries(t, w)) >= len(before), true)
					again := open(t, restore(t, with(files(t, w.Dir()), StateFile, p.start[StateFile])))
					same(t, "after it is reverted once more", waited(load(t, again)), want)
					run(t, again)
					once := files(t, again.Dir())[ledgerFile]
					run(t, again)
					same(t, "ledger of a run without events", files(t, again.Dir())[ledgerFile], once)
				})
			}
		}
	}
}

// newerState is a state file after one more run, which has been told of to the
// ledger of another clone.
func newerState(t *testing.T, disk map[string]string) string {
	t.Helper()
	w := open(t, restore(t, disk))
	run(t, w, collectedBy("", 20, 0, record("image.y", 8)))
	return files(t, w.Dir())[StateFile]
}

// with is the files with another content of one, or without it.
func with(m map[string]string, name, content string) map[string]string {
	m = maps.Clone(m)
	m[name] = content
	if content == "" {
		delete(m, name)
	}
	return m
}

// A ledger that is older than the state, as from a backup, knows less of a call:
// where it can be collected is not forgotten for it.
func TestAnOlderLedgerDoesNotPutACallInDoubt(t *testing.T) {
	p := play(t, lives()["doubted, then found"].runs)
	w := open(t, restore(t, with(p.folded, ledgerFile, p.last[ledgerFile])))
	want := []string{"image.a i1/0 task-i1", "image.b i1/1 task-i1"}
	same(t, "waited for", waited(load(t, w)), want)
	run(t, w)
	again := open(t, restore(t, with(files(t, w.Dir()), StateFile, "")))
	same(t, "as the ledger knows it then", waited(load(t, again)), want)
}

// What a teammate has collected, and whose state has come by git, is not
// collected again.
func TestWhatATeammateHasCollectedIsNotWaitedFor(t *testing.T) {
	p := play(t, lives()["accepted"].runs)
	of := func(address string, n int) *state.Record {
		r := record(address, 1)
		r.Task, r.Artifact = "task-i1", sha(n)
		return r
	}
	for name, test := range map[string]struct {
		records []*state.Record
		want    []string
	}{
		"one of two":        {[]*state.Record{of("image.a", 1)}, []string{"image.b i1/1 task-i1"}},
		"both":              {[]*state.Record{of("image.a", 1), of("image.b", 2)}, nil},
		"both, renamed":     {[]*state.Record{of("image.x", 1), of("image.y", 2)}, nil},
		"of another task":   {[]*state.Record{record("image.a", 1)}, []string{"image.a i1/0 task-i1", "image.b i1/1 task-i1"}},
		"for another image": {[]*state.Record{of("image.x", 1)}, []string{"image.a i1/0 task-i1", "image.b i1/1 task-i1"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, restore(t, with(p.folded, StateFile, stateOf(t, state.New(test.records)))))
			same(t, "waited for", waited(load(t, w)), test.want)
			run(t, w)
			same(t, "after a run", waited(load(t, w)), test.want)
			again := open(t, restore(t, with(files(t, w.Dir()), StateFile, "")))
			same(t, "without the state", waited(load(t, again)), test.want)
		})
	}
}

// A call to the stand-in inside a process dies with it: no ledger brings it back.
func TestTheLedgerHasNoBuiltinCalls(t *testing.T) {
	begun := intended("i1", 1, "image.a")
	begun.Endpoint = state.EndpointBuiltin
	for name, events := range map[string][]state.Event{
		"accepted": {begun, accepted("i1", 2)},
		"in doubt": {begun},
	} {
		t.Run(name, func(t *testing.T) {
			p := play(t, [][]state.Event{events})
			for _, disk := range []map[string]string{p.killed, p.folded} {
				w := open(t, restore(t, with(disk, StateFile, "")))
				same(t, "waited for", waited(load(t, w)), []string(nil))
				run(t, w)
				same(t, "after a run", waited(load(t, w)), []string(nil))
			}
		})
	}
}

// A call that an older version left in the state is in the ledger as soon as a
// run begins, before anything is done.
func TestBeginTellsTheLedgerOfWhatOnlyTheStateKnows(t *testing.T) {
	text := stateOf(t, applied(intended("i1", 1, "image.a"), accepted("i1", 2)))
	w := open(t, restore(t, map[string]string{StateFile: text}))
	_, finish := begin(t, w)
	defer finish()
	dead := open(t, restore(t, with(files(t, w.Dir()), StateFile, "")))
	same(t, "waited for", waited(load(t, dead)), []string{"image.a i1/0 task-i1"})
}

// Only who has the lock must be able to read the ledger.
func TestReadingWithoutLedgerPermission(t *testing.T) {
	p := play(t, lives()["accepted"].runs)
	w := open(t, restore(t, p.folded))
	file := filepath.Join(w.Dir(), ledgerFile)
	chmod(t, file, 0)
	if readable(file) {
		t.Skip("this user may read everything")
	}
	same(t, "waited for", waited(load(t, w)), lives()["accepted"].want)
}

// The plan of many images that are done reads a ledger of as many lines.
func BenchmarkLoadWithLedger(b *testing.B) {
	const n = 10_000
	w := open(b, b.TempDir())
	j, finish := begin(b, w)
	s := large(n)
	for r := range s.All() {
		intent := fmt.Sprint("intent", r.Address)
		j.entries = append(j.entries, state.Entry{
			Time: time.Now(), Outcome: state.OutcomeCollected, Addresses: []string{r.Address}, Intent: intent, Key: r.Key, Request: r.Request, Picture: &r.Picture,
		})
	}
	finish()
	write(b, filepath.Join(w.Dir(), StateFile), stateOf(b, s))
	for b.Loop() {
		load(b, w)
	}
}
