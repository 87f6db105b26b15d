package mistake

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/document"
	"gesso/spec/diag"
	"gesso/spec/lang"
)

// Described converts a configuration's diagnostics to their JSON form, errors first.
// Sources are the files' contents by name.
func Described(diags hcl.Diagnostics, sources map[string][]byte) []document.Diagnostic {
	t := NewTexts(sources)
	described := []document.Diagnostic{}
	for _, d := range errorsFirst(diags) {
		one := document.Diagnostic{Severity: document.Error, Summary: d.Summary, Detail: d.Detail}
		if d.Severity == hcl.DiagWarning {
			one.Severity, one.ID = document.Warning, lang.WarningOf(d.Summary).ID
		}
		if d.Subject != nil {
			rng := widened(*d.Subject)
			one.Range = &document.Range{Filename: rng.Filename, Start: document.Position(rng.Start), End: document.Position(rng.End)}
			if !diag.IsWithheld(d) {
				one.Snippet = t.excerpt(d, rng)
			}
		}
		described = append(described, one)
	}
	return described
}

func errorsFirst(diags hcl.Diagnostics) hcl.Diagnostics {
	sorted := slices.Clone(diags)
	slices.SortStableFunc(sorted, func(a, b *hcl.Diagnostic) int { return int(a.Severity) - int(b.Severity) })
	return sorted
}

// widened extends an empty range by one character, so that there is something to underline.
func widened(rng hcl.Range) hcl.Range {
	if rng.Empty() {
		rng.End.Byte++
		rng.End.Column++
	}
	return rng
}

// maxCode is how many bytes of code are quoted with a diagnostic: a file can be one line of
// many megabytes with a thousand mistakes.
const maxCode = 2000

// excerpt quotes the lines of a diagnostic's range, shortened if they are long. It returns
// nil if the file's content is not known.
func (t *Texts) excerpt(d *hcl.Diagnostic, rng hcl.Range) *document.Snippet {
	src := t.sources[rng.Filename]
	if len(src) == 0 || rng.Start.Byte > len(src) {
		return nil
	}
	begin := bytes.LastIndexByte(src[:rng.Start.Byte], '\n') + 1
	last := max(rng.Start.Byte, min(rng.End.Byte, len(src))-1)
	end := len(src)
	if newline := bytes.IndexByte(src[last:], '\n'); newline >= 0 {
		end = last + newline
	}
	code, offset := cropCode(src[begin:end], rng.Start.Byte-begin)
	e := &document.Snippet{
		Code: code, StartLine: rng.Start.Line, Call: Call(d), Values: Values(d),
		Start: min(rng.Start.Byte-begin-offset, len(code)),
		End:   min(rng.End.Byte-begin-offset, len(code)),
	}
	if where := t.Context(rng); where != "" {
		e.Context = &where
	}
	return e
}

// cropCode shortens a long piece of code to what is around a byte, and returns how many
// bytes were cut off before it.
func cropCode(code []byte, at int) (string, int) {
	code = bytes.TrimRight(code, "\r\n")
	from := 0
	if at > maxCode/2 {
		from = at - maxCode/2
	}
	to := min(len(code), from+maxCode)
	for from > 0 && from < len(code) && !utf8.RuneStart(code[from]) {
		from++
	}
	for to < len(code) && !utf8.RuneStart(code[to]) {
		to--
	}
	return strings.ToValidUTF8(string(code[from:to]), "\uFFFD"), from
}
