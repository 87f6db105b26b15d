package diag

import "github.com/hashicorp/hcl/v2"

// Interruption is the Extra of the diagnostic that stands for everything that
// was not evaluated when the evaluation was interrupted. Nothing is wrong with the
// configuration then.
type Interruption struct{}

// Interrupt is that diagnostic.
func Interrupt() hcl.Diagnostics {
	diags := Problem("Interrupted", "The evaluation was interrupted, so that nothing is known of the configuration.")
	diags[0].Extra = Interruption{}
	return diags
}

// Interrupted reports whether diagnostics tell of an interruption.
func Interrupted(diags hcl.Diagnostics) bool {
	for _, d := range diags {
		if _, ok := d.Extra.(Interruption); ok {
			return true
		}
	}
	return false
}
