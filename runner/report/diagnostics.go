package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/hashicorp/hcl/v2"

	"gesso/runner/document"
	"gesso/runner/report/mistake"
	"gesso/runner/report/quote"
	"gesso/spec/diag"
)

// Diagnostics prints a configuration's diagnostics, errors first: each with its place, the
// line there, and the values that the expression used. Then come the Warnings. Sources are
// the files' contents by name.
func Diagnostics(s *Screen, diags hcl.Diagnostics, sources map[string][]byte) {
	Errors(s, diags, sources)
	if diags.HasErrors() && len(causes(diags)) > 0 && !s.colour {
		s.printf("\n")
	}
	Warnings(s, diags, sources, Told)
}

// Errors prints the errors among diagnostics, as Diagnostics does.
func Errors(s *Screen, diags hcl.Diagnostics, sources map[string][]byte) {
	t := mistake.NewTexts(sources)
	first := true
	for _, d := range diags {
		if d.Severity == hcl.DiagWarning {
			continue
		}
		if !first && !s.colour {
			s.printf("\n")
		}
		first = false
		diagnostic(s, &group{first: d, detail: d.Detail}, t)
	}
}

// diagnostic prints the first of a group, and how many more there are.
func diagnostic(s *Screen, g *group, t *mistake.Texts) {
	d := g.first
	word, c := "Error", red
	if d.Severity == hcl.DiagWarning {
		word, c = "Warning", yellow
	}
	bar := ""
	if s.colour {
		bar = s.paint(c, "│") + " "
		s.printf("%s\n", s.paint(c, "╷"))
	}
	s.wrapped(bar, s.paint(c, s.paint(bold, word+": "))+s.paint(bold, g.title()))
	if d.Subject != nil {
		s.printf("%s\n", strings.TrimRight(bar, " "))
		snippet(s, bar, c, d, t)
	}
	detail := d.Detail
	if g.more > 0 { // the last line names all places together
		detail = g.detail
	}
	for _, text := range []string{detail, g.tail()} {
		if text != "" {
			s.printf("%s\n", strings.TrimRight(bar, " "))
			s.wrapped(bar, quote.Clean(text))
		}
	}
	if s.colour {
		s.printf("%s\n", s.paint(c, "╵"))
	}
}

// snippet quotes the first line of a diagnostic's subject, underlines the subject, and
// lists the values of the names in its expression.
func snippet(s *Screen, bar string, c colour, d *hcl.Diagnostic, t *mistake.Texts) {
	rng := *d.Subject
	in := ""
	if where := t.Context(rng); where != "" {
		in = ", in " + where
	}
	s.printf("%s  on %s line %d, column %d%s:\n", bar, quote.Line(rng.Filename), rng.Start.Line, rng.Start.Column, in)
	line, offset := lineAt(t.Of(rng.Filename), rng.Start.Byte)
	if line == "" || diag.IsWithheld(d) {
		return
	}
	number := fmt.Sprintf("%4d: ", rng.Start.Line)
	start := min(rng.Start.Byte-offset, len(line))
	end := min(max(rng.End.Byte-offset, start+1), len(line))
	if rng.End.Line != rng.Start.Line {
		end = len(line)
	}
	line, start, end = crop(line, start, end, max(60, s.width()-12))
	before, marked := expandTabs(line[:start]), expandTabs(line[start:end])
	s.printf("%s%s%s\n", bar, number, quote.Clean(expandTabs(line)))
	s.printf("%s%s%s\n", bar, strings.Repeat(" ", len(number)+ansi.StringWidth(quote.Clean(before))),
		s.paint(c, strings.Repeat("^", max(1, ansi.StringWidth(quote.Clean(marked))))))
	if c := mistake.Call(d); c != nil {
		s.wrapped(bar+strings.Repeat(" ", len(number)), "while calling "+callText(c))
	}
	for _, v := range mistake.Values(d) {
		s.wrapped(bar+strings.Repeat(" ", len(number)), v.Traversal+" "+v.Statement)
	}
}

func expandTabs(text string) string { return strings.ReplaceAll(text, "\t", "  ") }

// crop shortens a long line to about 200 bytes around what is underlined.
func crop(line string, start, end, width int) (string, int, int) {
	const most = 200
	if len(line) <= max(most, width) {
		return line, start, end
	}
	from := max(0, start-40)
	to := min(len(line), from+most)
	for from > 0 && line[from]&0xc0 == 0x80 {
		from--
	}
	for to < len(line) && line[to]&0xc0 == 0x80 {
		to--
	}
	return line[from:to], start - from, max(start-from, min(end, to)-from)
}

// lineAt returns the line around a byte offset, and the offset of its beginning.
func lineAt(src []byte, at int) (string, int) {
	if at > len(src) {
		return "", 0
	}
	begin := bytes.LastIndexByte(src[:at], '\n') + 1
	end := bytes.IndexByte(src[at:], '\n')
	if end < 0 {
		end = len(src) - at
	}
	return strings.TrimRight(string(src[begin:at+end]), "\r"), begin
}

// callText formats a call as one would write it: formatdate(format, time).
func callText(c *document.FunctionCall) string {
	names := make([]string, 0, len(c.Signature.Params)+1)
	for _, p := range c.Signature.Params {
		names = append(names, p.Name)
	}
	if p := c.Signature.VariadicParam; p != nil {
		names = append(names, p.Name+"...")
	}
	return c.CalledAs + "(" + strings.Join(names, ", ") + ")"
}
