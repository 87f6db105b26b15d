package source

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/diag"
)

// heredocs says what is wrong with a text over several lines, where HCL points at what only
// follows from it.
func heredocs(diags hcl.Diagnostics, text []byte, start hcl.Pos) hcl.Diagnostics {
	return unended(misbegun(diags, text, start), text, start)
}

// opening is the beginning of a heredoc as it should be, or nearly, with the rest of its line.
var opening = regexp.MustCompile(`^<<-? *"?[\pL_][\pL\pN_-]*"?[^\n]*`)

// misbegun says that something stands behind the opening word of a heredoc: to HCL it is none
// then, and the lines of the text are arguments. What is said of those goes.
func misbegun(diags hcl.Diagnostics, text []byte, start hcl.Pos) hcl.Diagnostics {
	for i, d := range diags {
		if d.Summary != "Invalid expression" || d.Subject == nil {
			continue
		}
		at := d.Subject.Start.Byte - start.Byte
		if at < 0 || at > len(text) {
			continue
		}
		line := bytes.TrimRight(opening.Find(text[at:]), " \t\r")
		if len(line) == 0 {
			continue
		}
		said := *d
		said.Subject = &hcl.Range{Filename: d.Subject.Filename, Start: d.Subject.Start, End: d.Subject.Start}
		said.Subject.End.Byte += len(line)
		said.Subject.End.Column += utf8.RuneCount(line)
		said.Context = nil
		said.Detail = "A text over several lines begins with << and a word, and nothing else stands on the rest of that line. The text follows in the next line, and behind it a line with that word alone; what comes after, such as a brace or a comma, stands below that."
		return append(slices.Clone(diags[:i]), &said)
	}
	return diags
}

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
