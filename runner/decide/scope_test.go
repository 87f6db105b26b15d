package decide

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gesso/runner/selection"
	"gesso/state"
	"gesso/state/disk/disktest"
)

// selected is a chain of images, some that stand alone, and a module.
const selected = `
provider "flux" {}
image "base" { prompt = "a base" }
image "edit" {
  prompt = "an edit"
  source = image.base
}
image "night" {
  prompt = "a night"
  source = image.edit
}
image "icon" {
  for_each = { sword = "true", shield = "false" }
  prompt   = each.key
  tags     = { release = each.value }
}
image "new" { prompt = "moved" }
moved {
  from = image.old
  to   = image.new
}
`

// TestSelect makes plans of a part: what is needed comes along, and what is left out is
// not touched, not moved and not removed.
func TestSelect(t *testing.T) {
	generate := func(words ...string) []string {
		for i, word := range words {
			words[i] = word + " generate: not made yet"
		}
		return words
	}
	const sword, shield = `image.icon["sword"]`, `image.icon["shield"]`
	edit := "image.edit generate: source: image.base, known after apply"
	night := "image.night generate: source: image.edit, known after apply"
	moved := "image.new restore: the output is missing; moved from image.old"
	gone := "image.gone remove: no longer declared"
	for _, test := range []struct {
		name   string
		choice selection.Choice
		want   []string
		left   int
	}{
		{"one that stands alone", selection.Choice{Targets: []string{sword}}, generate(sword), 6},
		{"with all that it is made from", selection.Choice{Targets: []string{"image.night"}}, append([]string{"image.base generate: not made yet"}, edit, night), 4},
		{"in the middle", selection.Choice{Targets: []string{"image.edit"}}, append(generate("image.base"), edit), 5},
		{"a tag", selection.Choice{Targets: []string{"tag:release"}}, generate(sword), 6},
		{"a block", selection.Choice{Targets: []string{"image.icon"}}, generate(shield, sword), 5},
		{"what moves, by its new address", selection.Choice{Targets: []string{"image.new"}}, []string{moved}, 6},
		{"what moves, by its old one", selection.Choice{Targets: []string{"image.old"}}, []string{moved}, 6},
		{"what is gone", selection.Choice{Targets: []string{"image.gone"}}, []string{gone}, 6},
		{"all but one, with what is made from it", selection.Choice{Excludes: []string{"image.edit"}},
			append(append([]string{"image.base generate: not made yet", gone}, generate(shield, sword)...), moved), 2},
		{"all but the base", selection.Choice{Excludes: []string{"image.base", "image.old"}}, append([]string{gone}, generate(shield, sword)...), 4},
		{"both", selection.Choice{Targets: []string{"image.night", sword}, Excludes: []string{"image.night"}},
			append(append(generate("image.base"), edit), generate(sword)...), 4},
		{"nothing that is left", selection.Choice{Targets: []string{"image.night"}, Excludes: []string{"image.base"}}, nil, 7},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := &ladderTest{Situation: situationOf(t, selected)}
			a := disktest.Store(t, s.Workspace, "a picture")
			old, lost := there("image.old", "moved", a), there("image.gone", "gone", a)
			s.happened(t, []state.Event{old, lost, lies("image.gone", "gone.png", a)})
			s.Choice = test.choice
			p := made(t, s.Situation)
			if diff := cmp.Diff(test.want, saidBy(p), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if p.Selection.LeftOut != test.left {
				t.Errorf("%d changes are left out, want %d", p.Selection.LeftOut, test.left)
			}
			if moves := strings.Contains(strings.Join(saidBy(p), " "), "moved from"); moves != (len(p.Moves) > 0) {
				t.Errorf("it records the moves %v", p.Moves)
			}
			isPlain(t, p.Plan)
		})
	}
}

// What is left out keeps its picture, which another has too where it is asked for by that one
// alone; and what was begun for it is not collected for another.
func TestSelectKeeps(t *testing.T) {
	s := &ladderTest{Situation: situationOf(t, `
provider "flux" {}
image "a" { prompt = "x" }
image "b" { prompt = "y" }
image "c" { prompt = "z" }
`)}
	r := requestOf("z")
	s.happened(t, []state.Event{there("image.b", "x", disktest.Store(t, s.Workspace, "a picture")),
		{Kind: state.Intended, Intent: "i", Addresses: []string{"image.b"}, Request: &r, Endpoint: here}, accepted("i")})
	s.Choice.Targets = []string{"image.a", "image.c"}
	want := []string{"image.a reuse: the store has this picture", "image.c generate: not made yet"}
	p := made(t, s.Situation)
	if diff := cmp.Diff(want, saidBy(p)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.Choice = selection.Choice{}
	want = []string{"image.a reuse: the store has this picture", "image.b regenerate: prompt changed", "image.c resume: paid for by an earlier run: task t-i"}
	if diff := cmp.Diff(want, saidBy(made(t, s.Situation))); diff != "" {
		t.Errorf("of a whole plan (-want +got):\n%s", diff)
	}
}

// Of what is to be removed, what depends on it goes first; what is kept keeps what it
// depends on.
func TestSelectToDestroy(t *testing.T) {
	for _, test := range []struct {
		choice selection.Choice
		want   []string
	}{
		{selection.Choice{Targets: []string{"image.base"}}, []string{"image.base", "image.edit", "image.night"}},
		{selection.Choice{Targets: []string{"image.edit"}}, []string{"image.edit", "image.night"}},
		{selection.Choice{Excludes: []string{"image.edit"}}, []string{`image.icon["sword"]`, "image.night"}},
		{selection.Choice{Targets: []string{"tag:release"}}, []string{`image.icon["sword"]`}},
		{selection.Choice{Targets: []string{"image.base"}, Excludes: []string{"image.edit"}}, []string{"image.night"}},
	} {
		s := &ladderTest{Situation: situationOf(t, selected)}
		a := disktest.Store(t, s.Workspace, "a picture")
		edit, night := there("image.edit", "y", a), there("image.night", "z", a)
		edit.Record.DependsOn, night.Record.DependsOn = []string{"image.base"}, []string{"image.edit"}
		s.happened(t, []state.Event{there("image.base", "x", a), edit, night, there(`image.icon["sword"]`, "sword", a)})
		s.Destroy, s.Choice = true, test.choice
		p := made(t, s.Situation)
		var removed []string
		for _, c := range p.Changes {
			removed = append(removed, c.Address)
		}
		if diff := cmp.Diff(test.want, removed); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.choice, diff)
		}
		if p.Selection.LeftOut != 4-len(removed) {
			t.Errorf("%+v: %d are left out", test.choice, p.Selection.LeftOut)
		}
	}
}

func TestSelectToReplace(t *testing.T) {
	for _, test := range []struct {
		choice selection.Choice
		want   []string // images that are asked for
		counts []int    // told of patterns
		fails  string
	}{
		{selection.Choice{Replaces: []string{`image.icon["sword"]`}}, []string{`image.icon["sword"]`}, nil, ""},
		{selection.Choice{Replaces: []string{"image.icon"}}, []string{`image.icon["shield"]`, `image.icon["sword"]`}, []int{2}, ""},
		{selection.Choice{Replaces: []string{"image.ic*[\"sh*\"]"}}, []string{`image.icon["shield"]`}, []int{1}, ""},
		{selection.Choice{Replaces: []string{"image.icon"}, Targets: []string{"tag:release"}}, []string{`image.icon["sword"]`}, []int{1}, ""},
		{selection.Choice{Replaces: []string{"image.base"}, Targets: []string{"tag:release"}}, nil, nil, "what -replace means is left out by -target or -exclude: image.base"},
		{selection.Choice{Replaces: []string{"image.icon[sword]"}}, nil, nil, `-replace: there is no image image.icon[sword]; it could mean -replace='image.icon["sword"]'`},
		{selection.Choice{Replaces: []string{"image.gone"}}, nil, nil, "-replace: there is no image image.gone; "},
		{selection.Choice{Targets: []string{"image.icon.sword"}}, nil, nil, `-target: there is no image image.icon.sword; it could mean -target='image.icon["sword"]'`},
		{selection.Choice{Excludes: []string{"image.zzz*"}}, nil, nil, "-exclude: no image has an address like image.zzz*; "},
	} {
		s := &ladderTest{Situation: situationOf(t, selected)}
		a := disktest.Store(t, s.Workspace, "a picture")
		s.happened(t, []state.Event{there("image.gone", "gone", a)})
		s.Choice = test.choice
		p, diags, err := Make(t.Context(), s.Situation)
		if err != nil || diags.HasErrors() {
			if test.fails == "" || err == nil || !strings.HasPrefix(err.Error(), test.fails) {
				t.Errorf("%+v: %v %v", test.choice, err, diags)
			}
			continue
		}
		var asked []string
		for _, c := range p.Changes {
			if c.Asked {
				asked = append(asked, c.Address)
			}
		}
		if diff := cmp.Diff(test.want, asked); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.choice, diff)
		}
		var counts []int
		if p.Selection != nil {
			for _, m := range p.Selection.Replaced {
				counts = append(counts, m.Images)
			}
		}
		if diff := cmp.Diff(test.counts, counts); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.choice, diff)
		}
	}
}

// A plan that only refreshes collects what was begun and restores outputs where they
// were; it neither buys, nor moves, nor removes.
func TestRefreshOnly(t *testing.T) {
	s := &ladderTest{Situation: situationOf(t, selected)}
	a := disktest.Store(t, s.Workspace, "a picture")
	r := requestOf("a base")
	s.happened(t, []state.Event{
		{Kind: state.Intended, Intent: "i", Addresses: []string{"image.base"}, Request: &r, Endpoint: here}, accepted("i"),
		there(`image.icon["sword"]`, "another prompt", a), lies(`image.icon["sword"]`, "elsewhere.png", a),
		there("image.old", "moved", a), lies("image.old", "old.png", a),
		there("image.gone", "gone", a), lies("image.gone", "gone.png", a),
	})
	s.RefreshOnly = true
	p := made(t, s.Situation)
	want := []string{"image.base resume: paid for by an earlier run: task t-i", `image.icon["sword"] restore: the output is missing`}
	if diff := cmp.Diff(want, saidBy(p)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if path := p.Changes[1].Path; path != "elsewhere.png" || len(p.Moves) > 0 {
		t.Errorf("it is restored at %s, and moves %v", path, p.Moves)
	}
	s.Choice.Targets = []string{"image.base"}
	if diff := cmp.Diff(want[:1], saidBy(made(t, s.Situation))); diff != "" {
		t.Errorf("of one image (-want +got):\n%s", diff)
	}
}

// Without a look at the outputs, what is recorded of them counts.
func TestUnrefreshed(t *testing.T) {
	s := &ladderTest{Situation: situationOf(t, "provider \"flux\" {}\nimage \"a\" {\n  prompt = \"x\"\n  path = \"a.png\"\n}\n")}
	a := disktest.Store(t, s.Workspace, "a picture")
	s.happened(t, []state.Event{there("image.a", "x", a), lies("image.a", "a.png", a)})
	if p := made(t, s.Situation); len(p.Changes) != 1 {
		t.Errorf("the output is missing, and the plan is %v", saidBy(p))
	}
	s.Unrefreshed = true
	if p := made(t, s.Situation); len(p.Changes) != 0 {
		t.Errorf("the outputs are not looked at, and the plan is %v", saidBy(p))
	}
}
