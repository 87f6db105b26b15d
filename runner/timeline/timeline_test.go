package timeline_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/timeline"
	"gesso/state"
	"gesso/state/disk/history"
	"gesso/state/statetest"
	"gesso/state/text"
)

// batch is a run, and what was recorded after it; a change of a nil record removes.
func batch(serial int, changes ...history.Change) history.Batch {
	for i := range changes {
		changes[i].Serial = serial
	}
	return history.Batch{Run: history.Run{Serial: serial, Time: statetest.At(serial * 60), Command: "apply", Changes: len(changes)}, All: changes}
}

func change(address, from string, r *state.Record) history.Change {
	return history.Change{Address: address, From: from, Record: r}
}

// log are four runs: a and b are made, a is replaced, b moves to c, c is removed.
func log() *history.Log {
	moved := statetest.Record("image.b", 2)
	moved.Address = "image.c"
	return &history.Log{Batches: []history.Batch{
		batch(1, change("image.a", "", statetest.Record("image.a", 1)), change("image.b", "", statetest.Record("image.b", 2))),
		batch(2, change("image.a", "", statetest.Record("image.a", 3))),
		batch(3, change("image.b", "", nil), change("image.c", "image.b", moved)),
		batch(4, change("image.c", "", nil)),
	}}
}

func what(all []timeline.Difference) []string {
	var texts []string
	for _, d := range all {
		text := d.Address + " " + string(d.What)
		if d.From != "" {
			text += " from " + d.From
		}
		texts = append(texts, text)
	}
	return texts
}

func TestCompare(t *testing.T) {
	record := func(change func(*state.Record)) *state.Record {
		r := statetest.Record("image.a", 1)
		change(r)
		return r
	}
	same := func(*state.Record) {}
	for _, test := range []struct {
		name          string
		from          string
		before, after *state.Record
		want          timeline.What // "" is no difference
	}{
		{"nothing", "", nil, nil, ""},
		{"equal", "", record(same), record(same), ""},
		{"made", "", nil, record(same), timeline.Made},
		{"removed", "", record(same), nil, timeline.Removed},
		{"moved", "image.b", record(same), record(same), timeline.Moved},
		{"other bytes", "", record(same), record(func(r *state.Record) { r.Artifact = statetest.SHA(9) }), timeline.Replaced},
		{"another task", "", record(same), record(func(r *state.Record) { r.Task = "task-9" }), timeline.Replaced},
		{"another delivery", "", record(same), record(func(r *state.Record) {
			r.Picture = r.Redelivered(state.Picture{Artifact: statetest.SHA(9)})
			r.Output = statetest.SHA(1)
		}), timeline.Noted},
		{"another path", "", record(same), record(func(r *state.Record) { r.Path = "b.png" }), timeline.Placed},
		{"a postcondition", "", record(same), record(func(r *state.Record) { r.Tainted = "It is blank." }), timeline.Placed},
		{"a derived file", "", record(same), record(func(r *state.Record) { r.Derived = []state.Derivative{{Path: "s.png"}} }), timeline.Derived},
		{"a pin", "", record(same), record(func(r *state.Record) { r.Pinned = true }), timeline.Noted},
		{"a call is no part of it", "", record(same), record(func(r *state.Record) { r.Pending = []state.Call{{Intent: "i"}} }), ""},
		{"a call alone is nothing", "", nil, &state.Record{Address: "image.a", Pending: []state.Call{{Intent: "i"}}}, ""},
	} {
		got := timeline.Compare("image.a", test.from, test.before, test.after)
		if (got == nil) != (test.want == "") || got != nil && got.What != test.want {
			t.Errorf("%s: got %+v, want %q", test.name, got, test.want)
		}
	}
}

func TestChanged(t *testing.T) {
	before, after := statetest.Record("image.a", 1), statetest.Record("image.a", 2)
	after.Request.Model, after.Request.Take = "flux-pro", 2
	d := timeline.Compare("image.a", "", before, after)
	if diff := cmp.Diff([]string{"prompt", "model", "take"}, d.Changed()); diff != "" {
		t.Error(diff)
	}
	after.Request = nil
	if got := timeline.Compare("image.a", "", before, after).Changed(); got != nil {
		t.Errorf("of what nothing tells the request it names %q", got)
	}
}

func TestRuns(t *testing.T) {
	var told []string
	timeline.Runs(log(), func(r history.Run, all []timeline.Difference) {
		told = append(told, fmt.Sprintf("%d: %s", r.Serial, strings.Join(what(all), ", ")))
	})
	want := []string{"1: image.a made, image.b made", "2: image.a replaced", "3: image.c moved from image.b", "4: image.c removed"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
}

func TestStory(t *testing.T) {
	i := &timeline.Image{Address: "image.c", Entries: []state.Entry{{Outcome: state.OutcomeCollected, Picture: &statetest.Record("image.b", 2).Picture}}}
	for _, b := range log().Batches {
		for _, c := range b.All {
			if c.Address != "image.a" {
				i.Past = append(i.Past, history.Event{Run: b.Run, Change: c})
			}
		}
	}
	var told []string
	for _, s := range i.Story() {
		told = append(told, fmt.Sprintf("%d: %s %s, until %d, bought %t", s.Run.Serial, s.Address, s.What, s.Until, s.Entry != nil))
	}
	want := []string{"1: image.b made, until 4, bought true", "3: image.c moved, until 0, bought true", "4: image.c removed, until 0, bought false"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	if all := i.Takes(); len(all) != 1 || all[0].Picture.Artifact != statetest.SHA(2) {
		t.Errorf("its takes are %+v", all)
	}
}

// commits are revisions of git's by their names.
func commits(all map[string]string) func(context.Context, string) ([]byte, error) {
	return func(_ context.Context, revision string) ([]byte, error) {
		data, known := all[revision]
		switch {
		case !known:
			return nil, errors.New("git knows no such revision")
		case data == "":
			return nil, nil
		}
		return []byte(data), nil
	}
}

func TestAt(t *testing.T) {
	written, err := text.Format(statetest.Applied(statetest.Collected("", 1, 0, statetest.Record("image.z", 5))))
	if err != nil {
		t.Fatal(err)
	}
	place := timeline.Place{Log: log(), Now: statetest.At(150), Commit: commits(map[string]string{"main": string(written), "first": "", "broken": "{"})}
	for _, test := range []struct{ word, name, has string }{
		{"0", "after run 0", ""},
		{"1", "after run 1", "image.a image.b"},
		{"3", "after run 3", "image.a image.c"},
		{"4", "after run 4", "image.a"},
		{"1m", "at", "image.a image.b"}, // 90 seconds after the epoch
		{statetest.At(200).Format(time.RFC3339), "at", "image.a image.c"},
		{"2001-01-01", "at", ""},
		{"main", "in the commit main", "image.z"},
		{"first", "in the commit first", ""},
	} {
		point, err := timeline.At(t.Context(), place, test.word)
		if err != nil {
			t.Errorf("%s: %v", test.word, err)
			continue
		}
		var has []string
		for _, d := range timeline.Differences(nil, point.Records) {
			has = append(has, d.Address)
		}
		if !strings.HasPrefix(point.Name, test.name) || strings.Join(has, " ") != test.has {
			t.Errorf("%s: it is %q and has %q", test.word, point.Name, has)
		}
	}
	var unknown *timeline.UnknownPointError
	if _, err := timeline.At(t.Context(), place, "5"); !errors.As(err, &unknown) || !strings.Contains(err.Error(), `"5" is neither the serial of a run (the last one is 4), nor a time, nor a revision of git`) {
		t.Errorf("got %v", err)
	}
	if _, err := timeline.At(t.Context(), place, "broken"); err == nil || errors.As(err, &unknown) || !strings.HasPrefix(err.Error(), "the state of the commit broken: ") {
		t.Errorf("got %v", err)
	}
	place.Log.Batches[0].Found = true
	for _, word := range []string{"0", "2001-01-01"} {
		if _, err := timeline.At(t.Context(), place, word); !errors.As(err, &unknown) {
			t.Errorf("%s, before the history began: %v", word, err)
		}
	}
}

func TestDifferences(t *testing.T) {
	before, after := log().State(1), log().State(3)
	want := []string{"image.a replaced", "image.b removed", "image.c made"}
	if diff := cmp.Diff(want, what(timeline.Differences(before, after))); diff != "" {
		t.Error(diff)
	}
	if got := timeline.Records(statetest.Sample()); len(got) == 0 || got["image.c"] != nil {
		t.Errorf("records without a picture are among %v", got)
	}
}
