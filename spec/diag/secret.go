package diag

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// Withheld is the Extra of a diagnostic whose lines may hold a secret: its place
// may be told, and not what stands there.
type Withheld struct{}

// Withhold marks diagnostics whose lines may hold a secret.
func Withhold(diags hcl.Diagnostics) hcl.Diagnostics {
	for _, d := range diags {
		d.Extra = Withheld{}
	}
	return diags
}

// IsWithheld tells whether the lines of a diagnostic must not be quoted.
func IsWithheld(d *hcl.Diagnostic) bool {
	_, is := d.Extra.(Withheld)
	return is
}

// WithoutLine tells what is wrong with a secret without its line and without
// the values in it.
func WithoutLine(diags hcl.Diagnostics, line hcl.Range) hcl.Diagnostics {
	for i, d := range diags {
		diags[i] = &hcl.Diagnostic{Severity: d.Severity, Summary: d.Summary,
			Detail: fmt.Sprintf("%s (The line %s may hold a secret and is not shown.)", d.Detail, Position(line))}
	}
	return diags
}
