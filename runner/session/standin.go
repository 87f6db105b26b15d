package session

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// sandboxBlock is the block inside a provider block that has the settings of the built-in
// sandbox.
const sandboxBlock = "sandbox"

// checkStandIns checks the sandbox blocks before they are used.
func (s *Session) checkStandIns() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, p := range s.Config.Providers {
		settings := p.Settings.Block(sandboxBlock)
		if settings == nil {
			continue
		}
		if err := s.kindOf(p).StandIn.Check(settings); err != nil {
			diags = append(diags, &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "Invalid sandbox setting", Subject: &p.Range,
				Detail: "The sandbox block cannot be used: " + strings.TrimSuffix(err.Error(), "?") + ". The settings and all faults are listed by gesso sandbox -help.",
			})
		}
	}
	return diags
}
