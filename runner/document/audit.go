package document

import "gesso/runner/audit"

// Audit is what gesso audit -json prints.
type Audit struct {
	FormatVersion string `json:"format_version"`
	*audit.Findings
}

// MakeAudit is the account of everything that was paid for.
func MakeAudit(found *audit.Findings) *Audit { return &Audit{Format, found} }
