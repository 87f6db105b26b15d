package spec

import (
	"fmt"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"
)

// problem is one error with no place in a file.
func problem(summary, detail string) hcl.Diagnostics {
	return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: summary, Detail: detail}}
}

// problemAt is one error at a place.
func problemAt(rng hcl.Range, summary, format string, args ...any) hcl.Diagnostics {
	return hcl.Diagnostics{diagnosticAt(hcl.DiagError, rng, summary, format, args...)}
}

// warningAt is one warning at a place.
func warningAt(rng hcl.Range, summary, format string, args ...any) hcl.Diagnostics {
	return hcl.Diagnostics{diagnosticAt(hcl.DiagWarning, rng, summary, format, args...)}
}

func diagnosticAt(severity hcl.DiagnosticSeverity, rng hcl.Range, summary, format string, args ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: severity, Summary: summary, Detail: fmt.Sprintf(format, args...), Subject: &rng}
}

// nearest returns the candidate that given is most likely a slip of, or "":
// two edits at most, and fewer in a short word.
func nearest(given string, candidates []string) string {
	best, bestDistance := "", min(3, 1+len(given)/3)
	for _, c := range candidates {
		if d := levenshtein.Distance(given, c, nil); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// didYouMean is a sentence to end a detail with, or "".
func didYouMean(given string, candidates []string) string {
	if near := nearest(given, candidates); near != "" {
		return fmt.Sprintf(" Did you mean %q?", near)
	}
	return ""
}
