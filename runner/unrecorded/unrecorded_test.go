package unrecorded_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/runner/unrecorded"
	"gesso/state/statetest"
)

func lying(block, key, path string) *plan.Change {
	return &plan.Change{Address: block + key, Action: plan.Generate, Path: path, Declared: &plan.Declaration{Block: block, Terms: &plan.Terms{}},
		Notes: []plan.Note{{Kind: plan.Importable, Path: path}}}
}

// Blocks are as a configuration has them, whatever is in keys and paths.
func TestBlocks(t *testing.T) {
	p := &plan.Plan{Changes: []*plan.Change{
		lying("image.a", "", "a \"b\" ${x}.png"),
		lying("image.hero", `["aria"]`, "images/aria.png"), lying("image.hero", `["o ${t}"]`, "images/o.png"),
		lying("image.one", `["x"]`, "x.png"),
		lying("image.tile", "[0]", "t-0.png"),
	}}
	want := `import {
  to = image.a
  id = "a \"b\" $${x}.png"
}
import {
  for_each = {
    "aria" = "images/aria.png"
    "o $${t}" = "images/o.png"
  }
  to = image.hero[each.key]
  id = each.value
}
import {
  to = image.one["x"]
  id = "x.png"
}
import {
  to = image.tile[0]
  id = "t-0.png"
}
`
	if diff := cmp.Diff(want, unrecorded.Blocks(p)); diff != "" {
		t.Error(diff)
	}
}

// A state is lost where nothing is recorded, and something would be bought over what lies
// there.
func TestLost(t *testing.T) {
	fresh := &plan.Change{Address: "image.new", Action: plan.Generate}
	known := &plan.Change{Address: "image.known", Action: plan.Restore, Before: statetest.Record("image.known", 1)}
	for name, test := range map[string]struct {
		changes   []*plan.Change
		lost, all bool
	}{
		"nothing":                 {},
		"a new image":             {changes: []*plan.Change{fresh}},
		"a picture lies there":    {[]*plan.Change{lying("image.a", "", "a.png")}, true, true},
		"beside a new image":      {[]*plan.Change{lying("image.a", "", "a.png"), fresh}, true, false},
		"beside what is recorded": {changes: []*plan.Change{lying("image.a", "", "a.png"), known}},
	} {
		p := &plan.Plan{Changes: test.changes}
		if lost, all := unrecorded.Lost(p), unrecorded.All(p); lost != test.lost || all != test.all {
			t.Errorf("%s: lost %v, all %v", name, lost, all)
		}
	}
}
