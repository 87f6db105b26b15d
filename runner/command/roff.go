package command

import (
	"fmt"
	"strings"
)

// roff builds a manual page with the macros of man(7).
type roff struct{ strings.Builder }

func newRoff(name string, section int, summary string) *roff {
	r := &roff{}
	fmt.Fprintf(r, ".TH %s %d \"\" \"gesso %s\" \"Gesso\"\n", quoteRoff(strings.ToUpper(name)), section, Version)
	r.heading("NAME")
	fmt.Fprintf(r, "%s \\- %s\n", escapeRoff(name), escapeRoff(summary))
	return r
}

func (r *roff) heading(title string) { fmt.Fprintf(r, ".SH %s\n", title) }

// prose adds a paragraph.
func (r *roff) prose(text string) { fmt.Fprintf(r, "%s\n", escapeRoff(text)) }

func (r *roff) bold(text string) { fmt.Fprintf(r, "\\fB%s\\fR\n", escapeRoff(text)) }

// item adds a term and its explanation.
func (r *roff) item(term, meaning string) {
	fmt.Fprintf(r, ".TP\n\\fB%s\\fR\n", escapeRoff(term))
	if meaning == "" {
		meaning = "\\&"
		fmt.Fprintln(r, meaning)
		return
	}
	r.prose(meaning)
}

// text adds paragraphs. One with an indented line, or with columns, keeps its lines.
func (r *roff) text(text string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			r.WriteString(".PP\n")
		}
		if strings.HasPrefix(paragraph, " ") || strings.Contains(paragraph, "\n ") || strings.Contains(paragraph, "   ") {
			r.verbatim(paragraph)
			continue
		}
		r.prose(paragraph)
	}
}

// verbatim adds text that keeps its lines and columns.
func (r *roff) verbatim(text string) {
	fmt.Fprintf(r, ".nf\n%s\n.fi\n", escapeRoff(strings.TrimRight(text, "\n")))
}

// escapeRoff escapes everything that roff would interpret. A hyphen is what users type, not
// a typographic one.
func escapeRoff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, `"`, `\(dq`).Replace(text)
	text = ascii(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

func quoteRoff(text string) string { return `"` + escapeRoff(text) + `"` }

// ascii replaces every other character by its number, which formatters of all ages
// understand.
func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r > '~' {
			fmt.Fprintf(&b, `\[u%04X]`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
