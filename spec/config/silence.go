package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/lang"
)

// Heard are diagnostics without the warnings that the configuration silences. An
// error is always heard.
func (t *Tree) Heard(diags hcl.Diagnostics) hcl.Diagnostics {
	if len(t.Silence) == 0 {
		return diags
	}
	return slices.DeleteFunc(diags, func(d *hcl.Diagnostic) bool {
		return d.Severity == hcl.DiagWarning && slices.Contains(t.Silence, lang.WarningOf(d.Summary).ID)
	})
}
