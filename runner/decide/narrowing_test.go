package decide

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/state"
	"gesso/state/disk/disktest"
)

// mistaken has mistakes that only an evaluation finds: in a block, in what that needs, and
// in what needs it.
const mistaken = `
provider "flux" {}
locals {
  broken = tonumber("many")
  whole  = "whole"
}
image "good" { prompt = local.whole }
image "bad"  { prompt = "bad ${local.broken}" }
image "copy" {
  prompt = "a copy"
  source = image.bad
}
image "worse" {
  for_each = toset([for n in range(2) : { n = n }])
  prompt   = each.key
}
image "base" { prompt = "a base" }
image "edit" {
  prompt = "an edit"
  source = image.base
}
output "bad" { value = image.bad.path }
check "bad" {
  assert {
    condition     = local.broken == 1
    error_message = "It is not one."
  }
}
`

// TestSelectAmongMistakes: a mistake is one where what is selected needs the block that has
// it, and what is recorded of the others stays as it is.
func TestSelectAmongMistakes(t *testing.T) {
	good, base, edit := "image.good generate: not made yet", "image.base generate: not made yet", "image.edit generate: source: image.base, known after apply"
	remove := "image.gone remove: no longer declared"
	targets := func(patterns ...string) selection.Choice { return selection.Choice{Targets: patterns} }
	excludes := func(patterns ...string) selection.Choice { return selection.Choice{Excludes: patterns} }
	for _, test := range []struct {
		choice selection.Choice
		want   []string
		fails  bool
	}{
		{selection.Choice{}, nil, true},
		{selection.Choice{Replaces: []string{"image.good"}}, nil, true},
		{targets("image.good"), []string{good}, false},
		{targets("image.edit"), []string{base, edit}, false},
		{targets("image.gone"), []string{remove}, false},
		{targets("image.bad"), nil, true},
		{targets("image.copy"), nil, true},
		{targets("image.worse"), nil, true},
		{targets("image.good", `image.worse["a"]`), nil, true},
		{targets("image.*"), nil, true},
		{targets("image.go*"), []string{remove, good}, false},
		{targets("tag:release"), nil, true}, // nobody knows the tags of what cannot be evaluated
		{selection.Choice{Targets: []string{"image.good", "image.bad"}, Excludes: []string{"image.bad"}}, []string{good}, false},
		{excludes("image.bad"), nil, true},
		{excludes("image.bad", "image.worse"), []string{base, edit, remove, good}, false},
		{excludes("image.bad", `image.worse["a"]`), nil, true},
		{excludes("image.bad", "image.wor*", "image.base"), []string{remove, good}, false},
		{excludes("image.bad", "image.worse", "tag:draft"), nil, true},
	} {
		s := &ladderTest{Situation: situationOf(t, mistaken)}
		a := disktest.Store(t, s.Workspace, "a picture")
		s.happened(t, []state.Event{there("image.bad", "x", a), there(`image.worse["a"]`, "y", a), there("image.copy", "z", a), there("image.gone", "gone", a)})
		s.Choice = test.choice
		p, diags, err := Make(t.Context(), s.Situation)
		if test.fails {
			if p != nil || err == nil && !diags.HasErrors() {
				t.Errorf("%+v: no mistake is found", test.choice)
			}
			continue
		}
		if err != nil || diags.HasErrors() {
			t.Errorf("%+v: %v %v", test.choice, err, diags)
			continue
		}
		if len(diags) != 1 || diags[0].Summary != "Mistakes in what is left out" || !strings.Contains(diags[0].Detail, "local.broken, image.worse") {
			t.Errorf("%+v: it warns %v", test.choice, diags)
		}
		if diff := cmp.Diff(test.want, saidBy(p), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.choice, diff)
		}
		for _, kept := range []string{"image.bad", "image.copy", `image.worse["a"]`} {
			if !slices.ContainsFunc(p.Deselected, func(c *plan.Change) bool { return c.Address == kept && c.Before != nil }) {
				t.Errorf("%+v: what is recorded of %s is not left as it is", test.choice, kept)
			}
		}
		again := s.Situation // as a plan file is applied
		again.Like, again.Choice = p.Plan, selection.Choice{}
		if diff := cmp.Diff(test.want, saidBy(made(t, again)), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%+v, applied from a file (-want +got):\n%s", test.choice, diff)
		}
	}
}
