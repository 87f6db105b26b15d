package source

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/diag"
)

// unended says where a heredoc begins that has no end: HCL looks for it up to the end of the
// file, and points there.
func unended(diags hcl.Diagnostics, text []byte, start hcl.Pos) hcl.Diagnostics {
	at := slices.IndexFunc(diags, func(d *hcl.Diagnostic) bool { return d.Summary == "Unterminated template string" && d.Subject != nil })
	if at < 0 {
		return diags
	}
	tokens, _ := hclsyntax.LexConfig(text, diags[at].Subject.Filename, start)
	open := -1 // the last one without its end
	for i, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenOHeredoc:
			open = i
		case hclsyntax.TokenCHeredoc:
			open = -1
		}
	}
	if open < 0 {
		return diags
	}
	word := strings.TrimRight(string(tokens[open].Bytes), "\r\n")
	rng := tokens[open].Range
	rng.End = hcl.Pos{Line: rng.Start.Line, Column: rng.Start.Column + len(word), Byte: rng.Start.Byte + len(word)}
	diags = slices.Clone(diags)
	said := *diags[at]
	said.Subject, said.Context = &rng, nil
	said.Detail = "The text that begins here goes on to the end of the file: no line has " + diag.Shorten(strings.TrimLeft(word, "<-")) + " alone. Write it in a line of its own behind the text."
	diags[at] = &said
	return diags
}
