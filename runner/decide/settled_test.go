package decide

import (
	"runtime"
	"testing"
	"weak"

	"gesso/runner/plan"
	"gesso/state"
)

// A run of a plan that knew all has nothing evaluated in memory, and learns what the plan says.
// Where one image is open, what the others are is known too: its triggers compare with them.
func TestEvaluateSettled(t *testing.T) {
	const settled = `
provider "flux" {}
image "icon" {
  for_each = toset(["a", "b"])
  prompt   = "icon ${each.value}"
}
output "icons" { value = image.icon }
check "made" {
  assert {
    condition     = image.icon["a"].width > 0
    error_message = "There is no icon."
  }
}
`
	for _, test := range []struct {
		name, more string
		open       bool
	}{
		{"all is known", "", false},
		{"a prompt is not", "image \"label\" {\n  prompt = image.icon[\"a\"].sha256\n}\n", true},
		{"a trigger is not", "image \"label\" {\n  prompt = \"a label\"\n  lifecycle {\n    replace_triggered_by = [image.icon[\"a\"].sha256]\n  }\n}\n", true},
		{"a picture is judged", "image \"label\" {\n  prompt = \"a label\"\n  lifecycle {\n    postcondition {\n      condition     = self.width > 1\n      error_message = \"It is too small.\"\n    }\n  }\n}\n", true},
		{"a request is judged", "image \"label\" {\n  prompt = \"a label\"\n  lifecycle {\n    precondition {\n      condition     = image.icon[\"a\"].width > 1\n      error_message = \"It is too small.\"\n    }\n  }\n}\n", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := situationOf(t, settled+test.more)
			p := made(t, s)
			before, icon := len(p.all), weak.Make(p.all[`image.icon["b"]`].Instance)
			e := p.Evaluate(s.State)
			runtime.GC()
			if (icon.Value() != nil) != test.open {
				t.Errorf("an instance is in memory: %v", icon.Value() != nil)
			}
			if kept := len(p.all); kept != 0 && !test.open || kept != before && test.open {
				t.Errorf("of %d images %d are kept", before, kept)
			}
			if kept := len(p.expansion.Instances); (kept == before) != test.open {
				t.Errorf("of %d instances %d are kept", before, kept)
			}
			for _, c := range p.Changes[:2] {
				action, err := e.Learn(c)
				if err != nil || action != plan.Generate || e.MayBuy(c) != nil || e.Unmet(c, &state.Picture{Width: 1}) != "" {
					t.Errorf("%s is to %s, error %v", c.Address, action, err)
				}
			}
			s.State.Apply(there(`image.icon["a"]`, "icon a", state.HashPrompt("icon a")))
			if values, _ := p.Conclude(s.State); len(values) != 1 || !values[0].Value.GetAttr("a").GetAttr("sha256").IsKnown() {
				t.Errorf("the outputs are %v", values)
			}
		})
	}
}
