package format

import (
	"bytes"

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
	if at := bound.Scan(src, false, 0).Over; at >= 0 {
		return nil, tooDeep(src, name, at)
	}
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	r := &rewriter{src: src, name: name}
	r.body(file.Body.(*hclsyntax.Body), true)
	return hclwrite.Format(bytes.TrimPrefix(r.apply(), []byte(byteOrderMark))), nil
}

// tooDeep refuses what would exhaust the parser's stack, which ends the
// process.
func tooDeep(src []byte, name string, at int) hcl.Diagnostics {
	before := src[:at]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	pos := hcl.Pos{Line: 1 + bytes.Count(before, []byte("\n")), Column: 1 + len([]rune(string(line))), Byte: at}
	return hcl.Diagnostics{{
		Severity: hcl.DiagError,
		Summary:  "Nesting too deep",
		Detail:   "Brackets, templates or operators nest deeper here than can be evaluated. Break the expression up with local values, or read the data from a file with jsondecode(file(...)).",
		Subject:  &hcl.Range{Filename: name, Start: pos, End: pos},
	}}
}
