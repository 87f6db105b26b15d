package guide

import "testing"

// TestDefaultSize makes sure that what is sent where nobody names a size is what
// the model takes, in a generation and in an edit, and stays what it was.
func TestDefaultSize(t *testing.T) {
	want := map[string]string{
		"flux-dev": "1024x1024", "flux-pro": "1024x1024", "flux-pro-1.1": "1024x1024", "flux-pro-1.1-ultra": "1:1",
		"flux-kontext-pro": "1:1", "flux-kontext-max": "1:1", "flux-2-flex": "1:1", "flux-2-pro": "1:1", "flux-2-max": "1:1",
		"": "1024x1024", "flux-9-new": "1024x1024",
	}
	for model, size := range want {
		if got := DefaultSize(model); got != size {
			t.Errorf("DefaultSize(%q) is %q, want %q: plans over pictures that were bought with the other one are paid", model, got, size)
		}
	}
	for _, model := range Models() {
		for _, edit := range []bool{false, true} {
			for _, problem := range Check(model, DefaultSize(model), edit) {
				if problem.Argument == "size" && !problem.Warning {
					t.Errorf("%s does not take its default %s: %s", model, DefaultSize(model), problem.Detail)
				}
			}
		}
	}
}
