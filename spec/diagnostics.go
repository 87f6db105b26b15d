package spec

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/near"
)

// maxDiagnostics is how many problems are worth reading at once: above it one
// cause has many effects.
const maxDiagnostics = 1000

// problem is one error with no place in a file.
func problem(summary, format string, args ...any) hcl.Diagnostics {
	return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...)}}
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

// within adds the expression and the values that it was evaluated with, so
// that a message can show them: for one of many instances they tell which.
func within(diags hcl.Diagnostics, expr hcl.Expression, ctx *hcl.EvalContext) hcl.Diagnostics {
	for _, d := range diags {
		d.Expression, d.EvalContext = expr, ctx
	}
	return diags
}

// didYouMean is a sentence to end a detail with, or "".
func didYouMean(given string, candidates []string) string {
	return near.Sentence(near.Word(given, candidates))
}

// errorText is an error of a conversion with the part of the value that it is
// about: .size: a string is required.
func errorText(err error) string {
	var at cty.PathError
	if !errors.As(err, &at) || len(at.Path) == 0 {
		return err.Error()
	}
	var b strings.Builder
	for _, step := range at.Path {
		switch s := step.(type) {
		case cty.GetAttrStep:
			b.WriteString("." + s.Name)
		case cty.IndexStep:
			key, _ := s.Key.Unmark()
			switch {
			case !key.IsKnown() || key.IsNull():
				b.WriteString("[...]")
			case key.Type() == cty.String:
				b.WriteString("[" + quote(key.AsString()) + "]")
			case key.Type() == cty.Number:
				b.WriteString("[" + key.AsBigFloat().Text('f', -1) + "]")
			default:
				b.WriteString("[...]")
			}
		}
	}
	return b.String() + ": " + at.Error()
}

// place names a range as messages do.
func place(rng hcl.Range) string { return fmt.Sprintf("%s:%d", rng.Filename, rng.Start.Line) }

// enumerate writes "a, b and c".
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return fmt.Sprintf("%s and %s", strings.Join(words[:len(words)-1], ", "), words[len(words)-1])
}

// withArticle writes "a list of string", "an object".
func withArticle(noun string) string {
	if slices.Contains([]byte("aeiou"), noun[0]) {
		return "an " + noun
	}
	return "a " + noun
}

// inFileOrder sorts diagnostics by place, those without one first.
func inFileOrder(diags hcl.Diagnostics) hcl.Diagnostics {
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

// readable cuts more diagnostics than anybody reads.
func readable(diags hcl.Diagnostics) hcl.Diagnostics {
	if len(diags) <= maxDiagnostics {
		return diags
	}
	more := len(diags) - maxDiagnostics
	return append(diags[:maxDiagnostics:maxDiagnostics], problem("Too many problems",
		"There are %d more problems. Mend some of those above first: they may have one cause.", more)...)
}
