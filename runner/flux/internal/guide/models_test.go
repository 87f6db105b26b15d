package guide

import (
	"testing"

	"gesso/runner/provider"
)

// TestKnownModels: what is told of a model is what is said of a request for it.
func TestKnownModels(t *testing.T) {
	defaults := 0
	for _, m := range Known() {
		if m.Default {
			defaults++
		}
		if len(m.Sizes) == 0 || m.Sizes[0] == "" {
			t.Errorf("%s takes no sizes", m.Name)
		}
		var edits []provider.Problem
		for _, problem := range Check(m.Name, "", true) {
			if problem.Argument == "model" {
				edits = append(edits, problem)
			}
		}
		said := provider.Able
		if len(edits) > 0 {
			said = provider.Unable
			if edits[0].Warning {
				said = provider.Disputed
			}
		}
		if said != m.Edits && !(said == provider.Disputed && m.Edits == provider.Unsaid) {
			t.Errorf("%s: it is told that it edits: %s, and checked as: %s", m.Name, m.Edits, said)
		}
		if missing := len(Check(m.Name, "", false)) > 0; missing != m.Sized {
			t.Errorf("%s: it is told whether it needs a size: %t, and checked as: %t", m.Name, m.Sized, missing)
		}
	}
	if defaults != 1 {
		t.Errorf("%d models are the default", defaults)
	}
}
