package diag

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Reword gives the diagnostic of a place another detail.
func Reword(diags hcl.Diagnostics, rng hcl.Range, detail string) {
	for _, d := range diags {
		if d.Subject != nil && *d.Subject == rng {
			d.Detail = detail
		}
	}
}

// MaxDiagnostics is how many problems are worth reading at once: above it one
// cause has many effects.
const MaxDiagnostics = 1000

// Problem is one error with no place in a file.
func Problem(summary, format string, args ...any) hcl.Diagnostics {
	return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...)}}
}

// ProblemAt is one error at a place.
func ProblemAt(rng hcl.Range, summary, format string, args ...any) hcl.Diagnostics {
	return hcl.Diagnostics{At(hcl.DiagError, rng, summary, format, args...)}
}

// WarningAt is one warning at a place.
func WarningAt(rng hcl.Range, summary, format string, args ...any) hcl.Diagnostics {
	return hcl.Diagnostics{At(hcl.DiagWarning, rng, summary, format, args...)}
}

// At is a diagnostic at a place, for those who add to it.
func At(severity hcl.DiagnosticSeverity, rng hcl.Range, summary, format string, args ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: severity, Summary: summary, Detail: fmt.Sprintf(format, args...), Subject: &rng}
}

// Within adds the expression and the values that it was evaluated with, so
// that a message can show them: for one of many instances they tell which.
func Within(diags hcl.Diagnostics, expr hcl.Expression, ctx *hcl.EvalContext) hcl.Diagnostics {
	for _, d := range diags {
		d.Expression, d.EvalContext = expr, ctx
	}
	return diags
}

// InFileOrder sorts diagnostics by place, those without one first.
func InFileOrder(diags hcl.Diagnostics) hcl.Diagnostics {
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		switch {
		case a.Subject == nil || b.Subject == nil:
			return boolToInt(a.Subject != nil) - boolToInt(b.Subject != nil)
		case a.Subject.Filename != b.Subject.Filename:
			return strings.Compare(a.Subject.Filename, b.Subject.Filename)
		}
		return a.Subject.Start.Byte - b.Subject.Start.Byte
	})
	return diags
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Readable cuts more diagnostics than anybody reads.
func Readable(diags hcl.Diagnostics) hcl.Diagnostics {
	if len(diags) <= MaxDiagnostics {
		return diags
	}
	more := len(diags) - MaxDiagnostics
	return append(diags[:MaxDiagnostics:MaxDiagnostics], Problem("Too many problems",
		"There are %d more problems. Mend some of those above first: they may have one cause.", more)...)
}

// TooMuch is the mistake of an expression that takes more time or memory than
// anything sane.
func TooMuch(expr hcl.Expression) hcl.Diagnostics {
	return ProblemAt(expr.Range(), "Expression takes too much",
		"Evaluating this has made more elements or more text than anything that is meant: are for expressions multiplied by each other, or texts doubled again and again? Make fewer or smaller values.")
}

// AtRange gives diagnostics another place.
func AtRange(diags hcl.Diagnostics, rng hcl.Range) hcl.Diagnostics {
	for _, d := range diags {
		d.Subject, d.Context = &rng, nil
	}
	return diags
}
