package disk

import (
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"gesso/state"
)

func TestDropBuiltin(t *testing.T) {
	builtin := intended("i1", 1, "image.a", "image.b")
	builtin.Endpoint = state.EndpointBuiltin
	w := open(t, t.TempDir())
	j, finish := begin(t, w)
	appendAll(t, j, builtin, accepted("i1", 2), intended("i2", 3, "image.a"))
	if j.Get("image.b") == nil {
		t.Error("dropped while its server is alive")
	}
	same(t, "after a crash", addresses(load(t, w)), []string{"image.a"})
	finish()
	s := load(t, w)
	same(t, "after the end", addresses(s), []string{"image.a"})
	for address, p := range s.Pending() {
		same(t, "pending", address+" "+p.Intent, "image.a i2")
	}
}

// orderly are the events that runs can make after others: an intent names one
// call, and what moves stood where it is taken from.
func orderly(earlier, events []state.Event) []state.Event {
	s, begun := applied(earlier...), map[string]bool{}
	for _, e := range earlier {
		begun[e.Intent] = true
	}
	var kept []state.Event
	for _, e := range events {
		if e.Kind == state.Intended && begun[e.Intent] {
			continue
		}
		begun[e.Intent] = true
		if e.Kind == state.Moved {
			r := *e.Record
			r.Pending = nil
			if old := s.Get(e.From); old != nil {
				r.Pending = old.Pending
			}
			if e.Record = &r; e.Check() != nil {
				continue
			}
		}
		s.Apply(e.Plain())
		kept = append(kept, e)
	}
	return kept
}

// Through the disk, killed before its end or not, a run leaves what applying
// its events in memory gives.
func TestDiskEqualsMemory(t *testing.T) {
	outer := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(outer, "")
		if err != nil {
			r.Fatal(err)
		}
		w := open(t, dir)
		defer w.Close()
		var all []state.Event
		for range rapid.IntRange(1, 2).Draw(r, "runs") {
			events := orderly(all, someEvents().Draw(r, "events"))
			j, finish := begin(t, w)
			appendAll(t, j, events...)
			want := applied(all...)
			want.DropBuiltin()
			for _, e := range events {
				want.Apply(e)
			}
			want.DropBuiltin()
			sameState(r, "killed", load(t, w), want)
			finish()
			sameState(r, "ended", load(t, w), want)
			all = slices.Concat(all, events)
		}
	})
}
