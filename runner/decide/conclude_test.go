package decide

import (
	"testing"

	"gesso/runner/decide/moving"
	"gesso/runner/provider"
	"gesso/spec/config"
	"gesso/state"
	"gesso/state/disk/disktest"
)

const concluded = `
provider "flux" {}
image "a" { prompt = "x" }
moved {
  from = image.old
  to   = image.a
}
output "width" { value = image.a.width }
check "wide" {
  assert {
    condition     = image.a.width >= 100
    error_message = "It is narrow."
  }
}
`

// The outputs and the checks of a configuration follow what a run has left.
func TestConclude(t *testing.T) {
	s := &ladderTest{Situation: situationOf(t, concluded)}
	p := made(t, s.Situation)
	after := s.State.Clone()
	after.Apply(there("image.a", "x", state.HashPrompt("a picture")))
	values, diags := p.Conclude(after)
	if len(values) != 1 || len(diags) != 1 || diags.HasErrors() {
		t.Errorf("the outputs are %v, the mistakes %v", values, diags)
	}
	if p.Expansion() == nil {
		t.Error("the plan has no expansion")
	}
	s.Destroy = true
	if values, diags := made(t, s.Situation).Conclude(after); values != nil || diags != nil {
		t.Errorf("of what is destroyed the outputs are %v, the mistakes %v", values, diags)
	}
}

// With nothing to do, the plan's own evaluation is what is left.
func TestConcludeUnchanged(t *testing.T) {
	s := &ladderTest{Situation: situationOf(t, concluded)}
	kept := disktest.Store(t, s.Workspace, "a picture")
	s.happened(t, []state.Event{there("image.a", "x", kept), lies("image.a", "images/a.png", kept)})
	if err := s.Workspace.Outputs().PlaceCopy("images/a.png", kept); err != nil {
		t.Fatal(err)
	}
	p := made(t, s.Situation)
	if values, _ := p.Conclude(s.State); !p.Empty() || len(p.Unchanged) != 1 || len(values) != 1 {
		t.Errorf("%v are to be changed, the outputs are %v", saidBy(p), values)
	}
}

// A picture is recorded under its old address until the next run.
func TestRecordedAs(t *testing.T) {
	s := &ladderTest{Situation: situationOf(t, concluded)}
	s.happened(t, []state.Event{there("image.old", "x", state.HashPrompt("a picture"))})
	for address, want := range map[string]string{"image.a": "image.old", "image.b": "image.b"} {
		if got := moving.RecordedAs(address, s.Config, s.State); got != want {
			t.Errorf("%s is recorded as %s, want %s", address, got, want)
		}
	}
}

// A configuration is validated without a look at what exists.
func TestValidate(t *testing.T) {
	s := situationOf(t, concluded)
	if diags := Validate(s.Config, s.Accounts, nil); diags.HasErrors() {
		t.Error(diags)
	}
	refuses := func(*config.Provider, string, string, bool) []provider.Problem {
		return []provider.Problem{{Argument: "model", Summary: "No such model"}}
	}
	if diags := Validate(s.Config, s.Accounts, refuses); len(diags) != 1 || diags[0].Summary != "No such model" {
		t.Errorf("the mistakes are %v", diags)
	}
}
