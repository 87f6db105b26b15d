package repeat

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
)

// A partial configuration lacks values of required variables. They are unknown
// values of their types, so that everything around them can still be judged. An
// unknown value in it that no image is behind is of such a variable, and is no
// mistake where else it would be one.

// unknownInstances is with a diagnostic of instances that cannot be told, as
// its Extra.
type unknownInstances struct{}

// AreUnknown reports whether diagnostics tell only of instances that cannot be
// told.
func AreUnknown(diags hcl.Diagnostics) bool {
	for _, d := range diags {
		if _, ok := hcl.DiagnosticExtra[unknownInstances](d); !ok {
			return false
		}
	}
	return true
}

func unknownExpansion(argument string, rng hcl.Range) hcl.Diagnostics {
	diags := diag.ProblemAt(rng, "Invalid "+argument+" argument",
		"The %s value depends on pictures that are not made yet, so gesso cannot tell which instances there will be. Use values that are known before apply, such as variables, locals or an image's path.", argument)
	diags[0].Extra = unknownInstances{}
	return diags
}
