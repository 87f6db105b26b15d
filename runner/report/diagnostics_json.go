package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
)

// verdict is what DiagnosticsJSON writes. Its shape is that of terraform
// validate -json.
type verdict struct {
	FormatVersion string           `json:"format_version"`
	Valid         bool             `json:"valid"`
	ErrorCount    int              `json:"error_count"`
	WarningCount  int              `json:"warning_count"`
	Diagnostics   []jsonDiagnostic `json:"diagnostics"`
}

type jsonDiagnostic struct {
	Severity string   `json:"severity"` // "error" or "warning"
	Summary  string   `json:"summary"`
	Detail   string   `json:"detail"`
	Range    *place   `json:"range,omitempty"`
	Snippet  *excerpt `json:"snippet,omitempty"`
}

type place struct {
	Filename string   `json:"filename"`
	Start    position `json:"start"`
	End      position `json:"end"` // the first one that is not part of it
}

type position struct {
	Line   int `json:"line"`   // from 1
	Column int `json:"column"` // from 1, in characters as a reader counts them
	Byte   int `json:"byte"`   // from 0, in the file
}

// excerpt is the lines that a diagnostic is about.
type excerpt struct {
	Context   *string     `json:"context"` // the block: image "hero"; null outside blocks
	Code      string      `json:"code"`
	StartLine int         `json:"start_line"`
	Start     int         `json:"highlight_start_offset"` // in bytes of code
	End       int         `json:"highlight_end_offset"`
	Call      *call       `json:"function_call,omitempty"`
	Values    []usedValue `json:"values"`
}

// DiagnosticsJSON writes a configuration's mistakes, and whether it is valid in
// spite of them, as one JSON document. Sources are the files' texts by name.
func DiagnosticsJSON(w io.Writer, diags hcl.Diagnostics, sources map[string][]byte) error {
	t := newTexts(sources)
	v := verdict{FormatVersion: "1.0", Valid: !diags.HasErrors(), Diagnostics: []jsonDiagnostic{}}
	for _, d := range errorsFirst(diags) {
		described := jsonDiagnostic{Severity: "error", Summary: d.Summary, Detail: d.Detail}
		if d.Severity == hcl.DiagWarning {
			described.Severity = "warning"
			v.WarningCount++
		} else {
			v.ErrorCount++
		}
		if d.Subject != nil {
			rng := widened(*d.Subject)
			described.Range = &place{rng.Filename, position(rng.Start), position(rng.End)}
			if !diag.IsWithheld(d) {
				described.Snippet = t.excerpt(d, rng)
			}
		}
		v.Diagnostics = append(v.Diagnostics, described)
	}
	var document bytes.Buffer
	encoder := json.NewEncoder(&document)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(JSON(document.Bytes()))
	return err
}

// widened makes a place that is between two characters the one after it, so
// that there is something to underline.
func widened(rng hcl.Range) hcl.Range {
	if rng.Empty() {
		rng.End.Byte++
		rng.End.Column++
	}
	return rng
}

// maxCode bounds how much code stands beside a diagnostic: a file can be one
// line of many megabytes, with a thousand mistakes.
const maxCode = 2000

// excerpt quotes the lines of a diagnostic's place, of long ones a part. It is
// nil for a file that is not there to be quoted.
func (t *texts) excerpt(d *hcl.Diagnostic, rng hcl.Range) *excerpt {
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
	e := &excerpt{
		Code: code, StartLine: rng.Start.Line, Call: callIn(d), Values: values(d),
		Start: min(rng.Start.Byte-begin-offset, len(code)),
		End:   min(rng.End.Byte-begin-offset, len(code)),
	}
	if where := t.context(rng); where != "" {
		e.Context = &where
	}
	return e
}

// cropCode keeps what is around a byte of a long piece of code, and tells how
// much was cut off before it.
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
