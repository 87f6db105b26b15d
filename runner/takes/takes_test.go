package takes_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/takes"
	"gesso/state"
)

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func at(minute int) time.Time { return noon.Add(time.Duration(minute) * time.Minute) }

func picture(n int) state.Picture {
	return state.Picture{Key: "k1:x", Artifact: fmt.Sprintf("%064x", n), Task: fmt.Sprint("t", n)}
}

func entry(outcome state.Outcome, minute, n int, address string) state.Entry {
	p := picture(n)
	return state.Entry{Time: at(minute), Outcome: outcome, Addresses: []string{address}, Key: p.Key, Picture: &p}
}

// told is a list as short text: number, artifact, how, and what else is true.
func told(all []takes.Take) []string {
	var list []string
	for _, t := range all {
		text := fmt.Sprintf("%d: %s %s", t.Number, strings.TrimLeft(t.Picture.Artifact, "0"), t.How)
		if t.At != "" {
			text += " at " + t.At
		}
		if t.Current {
			text += " current"
		}
		if t.Lost {
			text += " lost"
		}
		if t.Problem != "" {
			text += " fails: " + t.Problem
		}
		list = append(list, text)
	}
	return list
}

func TestList(t *testing.T) {
	record := func(n int) *state.Record { return &state.Record{Address: "image.a", Picture: picture(n)} }
	extra := entry(state.OutcomeCollected, 1, 9, "")
	extra.Addresses, extra.Beside, extra.Picture.Task, extra.Picture.Position = nil, "image.a", "t1", 2
	again := picture(1)
	again = again.Redelivered(state.Picture{Artifact: strings.Repeat("f", 64)})
	rival := record(3)
	rival.Rivals = []state.Rival{{Picture: picture(4)}}
	painted := entry(state.OutcomeReleased, 2, 7, "")
	painted.Addresses, painted.Beside, painted.Picture.Task = nil, "image.a", ""
	painted.Picture.Adopted = &state.Adoption{}
	selected := &state.Record{Address: "image.a", Picture: *painted.Picture}
	failing := func(e state.Entry) state.Entry { e.Problem = "blank"; return e }
	failed := record(1)
	failed.Tainted = "blank"
	for name, test := range map[string]struct {
		known takes.Known
		want  []string
	}{
		"nothing":                        {takes.Known{}, nil},
		"a record alone":                 {takes.Known{Record: record(1)}, []string{"1: 1 adopted current"}},
		"bought, and replaced":           {takes.Known{Record: record(2), Entries: []state.Entry{entry("collected", 1, 1, "image.a"), entry("collected", 2, 2, "image.a"), entry("released", 2, 1, "image.a")}}, []string{"1: 1 bought", "2: 2 bought current"}},
		"from before the ledger":         {takes.Known{Record: record(2), Entries: []state.Entry{entry("collected", 2, 2, "image.a"), entry("released", 1, 1, "image.a")}}, []string{"1: 1 adopted", "2: 2 bought current"}},
		"delivered again as other bytes": {takes.Known{Record: &state.Record{Address: "image.a", Picture: again}, Entries: []state.Entry{entry("collected", 1, 1, "image.a")}}, []string{"1: " + strings.Repeat("f", 64) + " bought current"}},
		"beside what was asked for":      {takes.Known{Record: record(1), Entries: []state.Entry{extra, entry("collected", 2, 1, "image.a")}}, []string{"1: 1 bought current", "2: 9 extra"}},
		"of another branch":              {takes.Known{Record: rival, Entries: []state.Entry{entry("collected", 1, 3, "image.a")}}, []string{"1: 3 bought current", "2: 4 rival"}},
		"before a move":                  {takes.Known{Record: record(2), Entries: []state.Entry{entry("collected", 1, 1, "image.old"), entry("collected", 2, 2, "image.a")}}, []string{"1: 1 bought at image.old", "2: 2 bought current"}},
		"looked for in vain":             {takes.Known{Entries: []state.Entry{entry("collected", 1, 1, "image.a"), entry("lost", 3, 1, "image.a")}}, []string{"1: 1 bought lost"}},
		"fails a postcondition":          {takes.Known{Record: failed, Entries: []state.Entry{failing(entry("collected", 1, 1, "image.a"))}}, []string{"1: 1 bought current fails: blank"}},
		"meets another one since":        {takes.Known{Record: record(1), Entries: []state.Entry{failing(entry("collected", 1, 1, "image.a"))}}, []string{"1: 1 bought current"}},
		"failed, and was replaced":       {takes.Known{Record: record(2), Entries: []state.Entry{failing(entry("collected", 1, 1, "image.a")), entry("collected", 2, 2, "image.a"), failing(entry("released", 2, 1, "image.a"))}}, []string{"1: 1 bought fails: blank", "2: 2 bought current"}},
		"met another one, then replaced": {takes.Known{Record: record(2), Entries: []state.Entry{failing(entry("collected", 1, 1, "image.a")), entry("released", 2, 1, "image.a")}}, []string{"1: 1 bought", "2: 2 adopted current"}},
		"painted, and never adopted":     {takes.Known{Record: record(1), Entries: []state.Entry{entry("collected", 1, 1, "image.a"), painted}}, []string{"1: 1 bought current", "2: 7 painted"}},
		"painted, and selected":          {takes.Known{Record: selected, Entries: []state.Entry{entry("collected", 1, 1, "image.a"), painted}}, []string{"1: 1 bought", "2: 7 adopted current"}},
		"looked for in vain, and found":  {takes.Known{Record: record(1), Entries: []state.Entry{entry("collected", 1, 1, "image.a"), entry("lost", 2, 1, "image.a"), foundAgain(3, 1)}}, []string{"1: 1 bought current"}},
		"of the history alone":           {takes.Known{Past: []takes.Moment{{at(1), record(5)}, {at(2), record(6)}, {at(3), record(5)}}, Record: record(5)}, []string{"1: 5 adopted current", "2: 6 adopted"}},
	} {
		if diff := cmp.Diff(test.want, told(takes.List("image.a", test.known))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func foundAgain(minute, n int) state.Entry {
	e := entry(state.OutcomeReleased, minute, n, "")
	e.Addresses, e.Beside = nil, "image.a"
	return e
}

func TestFind(t *testing.T) {
	all := []takes.Take{{Number: 1, Picture: state.Picture{Artifact: "1234567a" + strings.Repeat("0", 56)}}, {Number: 2, Picture: state.Picture{Artifact: "1234567b" + strings.Repeat("0", 56)}}}
	for word, want := range map[string]int{
		"1": 1, "2": 2, "1234567a": 1, "sha256:1234567b": 2, "1234567B00": 2,
		"0": 0, "3": 0, "-1": 0, "": 0, "123": 0, "1234567": 0, "7654321": 0, "x": 0,
	} {
		found, err := takes.Find(all, word)
		if found.Number != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d, %v", word, found.Number, err)
		}
	}
}
