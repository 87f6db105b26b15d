package state

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The same picture in other bytes is the same picture: which of its task's pictures it is
// tells, and where that is not recorded the first delivery does.
func TestLineage(t *testing.T) {
	const a, b, c = "a", "b", "c"
	first := Picture{Key: "k", Task: "t", Artifact: a}
	at := func(p Picture, position int) Picture { p.Position = position; return p }
	of := func(p Picture, artifact string) Picture { p.Artifact = artifact; return p }
	again := func(p Picture, artifact string) Picture { return p.Redelivered(Picture{Artifact: artifact}) }
	for _, test := range []struct {
		name string
		p, q Picture
		same bool
	}{
		{"the same bytes", first, first, true},
		{"delivered again", first, again(first, b), true},
		{"delivered again and again", again(first, b), again(again(first, b), c), true},
		{"back as it was first", first, again(again(first, b), a), true},
		{"other bytes, and nothing tells", first, of(first, b), false},
		{"first delivered in other bytes elsewhere", at(first, 1), at(of(first, b), 1), true},
		{"each delivered in other bytes elsewhere, and again", again(at(first, 2), c), again(at(of(first, b), 2), a), true},
		{"another picture of the task", at(first, 1), at(of(first, b), 2), false},
		{"another picture of the task that looks alike", at(first, 1), at(first, 2), false},
		{"another task that made the same bytes", first, Picture{Key: "k", Task: "u", Artifact: a}, false},
		{"another request", first, Picture{Key: "l", Task: "t", Artifact: a}, false},
		{"a place in no task tells nothing", Picture{Key: "k", Artifact: a, Position: 1}, Picture{Key: "k", Artifact: b, Position: 1}, false},
		{"an imported file", Picture{Key: "k", Artifact: a}, Picture{Key: "k", Artifact: a, Imported: true}, true},
	} {
		if same := test.p.Lineage() == test.q.Lineage(); same != test.same {
			t.Errorf("%s: the same %v", test.name, same)
		}
	}
}

// Whatever was made from a picture names it by the bytes of then and there.
func TestNamed(t *testing.T) {
	first := Picture{Key: "k", Task: "t", Position: 1, Artifact: "a"}
	again := first.Redelivered(Picture{Artifact: "b"})
	elsewhere := Picture{Key: "k", Task: "t", Position: 1, Artifact: "c"}
	farther := elsewhere.With(&Picture{Artifact: "d"})
	for _, test := range []struct {
		name string
		p    Picture
		want []string
	}{
		{"as it came", first, []string{"a"}},
		{"as it came again", again, []string{"a", "b"}},
		{"as two branches had it", again.With(&elsewhere), []string{"a", "c", "b"}},
		{"as three branches had it", farther.With(&again), []string{"c", "a", "d"}},
		{"merged with itself", again.With(&again), []string{"a", "b"}},
		{"merged and delivered again", farther.Redelivered(Picture{Artifact: "e"}), []string{"c", "d", "e"}},
	} {
		if diff := cmp.Diff(test.want, test.p.Named()); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		for _, sha := range test.want {
			if !test.p.Knows(sha) || test.p.Knows("x") || test.p.Knows("") {
				t.Errorf("%s: it does not know its own names", test.name)
			}
		}
	}
}
