package takes_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/takes"
	"gesso/state"
)

// What was made by hand of a file is told once, whatever tells of it, and is no take.
func TestFiles(t *testing.T) {
	replaced := func(minute, n int, path string) state.Entry {
		e := foundAgain(minute, n)
		e.Key = state.Key("d1:" + strings.Repeat("0", 64))
		e.Picture.Adopted = &state.Adoption{File: path}
		return e
	}
	with := func(n int, kept bool) *state.Record {
		return &state.Record{Address: "image.a", Picture: picture(1), Derived: []state.Derivative{{Path: "a.png", Output: picture(n).Artifact, Kept: kept}}}
	}
	for name, test := range map[string]struct {
		known takes.Known
		want  []string
	}{
		"nothing":                       {takes.Known{Record: with(2, false)}, nil},
		"replaced":                      {takes.Known{Entries: []state.Entry{replaced(2, 2, "b.png"), replaced(3, 3, "a.png")}}, []string{"a.png 3", "b.png 2"}},
		"replaced twice":                {takes.Known{Entries: []state.Entry{replaced(2, 2, "a.png"), replaced(3, 2, "a.png")}}, []string{"a.png 2"}},
		"kept":                          {takes.Known{Record: with(2, true)}, []string{"a.png 2 lies"}},
		"kept once":                     {takes.Known{Past: []takes.Moment{{at(1), with(2, true)}}, Record: with(3, true)}, []string{"a.png 2", "a.png 3 lies"}},
		"kept, as the history tells":    {takes.Known{Past: []takes.Moment{{at(1), with(2, true)}}, Record: with(2, true)}, []string{"a.png 2 lies"}},
		"made of another picture since": {takes.Known{Past: []takes.Moment{{at(1), with(2, true)}}, Record: with(3, false)}, []string{"a.png 2"}},
	} {
		var told []string
		for _, f := range takes.Files(test.known) {
			text := fmt.Sprintf("%s %s", f.Path, strings.TrimLeft(f.SHA, "0"))
			if f.Lies {
				text += " lies"
			}
			told = append(told, text)
		}
		if diff := cmp.Diff(test.want, told); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		for _, take := range takes.List("image.a", test.known) {
			if take.How == takes.Painted {
				t.Errorf("%s: it is a take: %+v", name, take)
			}
		}
	}
}
