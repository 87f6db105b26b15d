package format

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"gesso/spec/bound"
)

// byteOrderMark at the beginning of a file is for other programs, and HCL's
// parser passes over it.
const byteOrderMark = "\xef\xbb\xbf"

// Source returns src in canonical form. What does not parse has no form: then
// the bytes are nil and the diagnostics, with places in the file name, say why.
// Formatting what Source returned changes nothing, except that of nested
// interpolations ("${"${x}"}") each time only the outermost goes, as with
// terraform fmt. Source keeps no reference to src and never changes it.
func Source(src []byte, name string) ([]byte, hcl.Diagnostics) {
	if diags := refuse(src, name); diags.HasErrors() {
		return nil, diags
	}
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	r := &rewriter{src: src, name: name}
	r.body(file.Body.(*hclsyntax.Body), true)
	return hclwrite.Format(bytes.TrimPrefix(r.apply(), []byte(byteOrderMark))), nil
}

// refuse finds what would exhaust the parser's stack, which ends the process, or
// the memory, and what is no text: the parser takes some of it for names.
func refuse(src []byte, name string) hcl.Diagnostics {
	shape := bound.Scan(src, false, 0)
	problem := &hcl.Diagnostic{Severity: hcl.DiagError}
	at := shape.Over
	switch {
	case shape.Over >= 0:
		problem.Summary = "Nesting too deep"
		problem.Detail = "Brackets, templates or operators nest deeper here than can be formatted. Break the expression up with local values, or read the data from a file with jsondecode(file(...))."
	case shape.Crowded >= 0:
		at = shape.Crowded
		problem.Summary = "Too much in one file"
		problem.Detail = fmt.Sprintf("The file has more than %d words and symbols. Divide it, or move its data to a file that is read with csvdecode(file(...)).", bound.MaxTokens)
	case !utf8.Valid(src):
		at = invalid(src)
		problem.Summary = "Invalid character encoding"
		problem.Detail = "The byte here is not part of any UTF-8 character. Save the file in UTF-8."
	default:
		return nil
	}
	before := src[:at]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	pos := hcl.Pos{Line: 1 + bytes.Count(before, []byte("\n")), Column: 1 + utf8.RuneCount(line), Byte: at}
	problem.Subject = &hcl.Range{Filename: name, Start: pos, End: pos}
	return hcl.Diagnostics{problem}
}

// invalid is where src stops being UTF-8.
func invalid(src []byte) int {
	at := 0
	for at < len(src) {
		r, size := utf8.DecodeRune(src[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}
