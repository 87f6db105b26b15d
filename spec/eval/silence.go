package eval

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/lang"
)

// Heard are diagnostics without the warnings that the configuration silences. An
// error is always heard.
func (c *Config) Heard(diags hcl.Diagnostics) hcl.Diagnostics {
	if len(c.Silence) == 0 {
		return diags
	}
	return slices.DeleteFunc(diags, func(d *hcl.Diagnostic) bool {
		return d.Severity == hcl.DiagWarning && slices.Contains(c.Silence, lang.WarningOf(d.Summary).ID)
	})
}
