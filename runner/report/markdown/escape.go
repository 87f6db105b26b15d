package markdown

import (
	"fmt"
	"regexp"
	"strings"
)

// code writes text as inline code, for a line or a cell. Every character that means
// something to Markdown or HTML is written as a number. The code element also stops
// post-processors that look for @names, #numbers, hashes and URLs in the rendered page. A
// line break would end the cell, but runner/report/quote leaves none.
func code(text string) string {
	if text == "" {
		return ""
	}
	return "<code>" + numbered(text) + "</code>"
}

// harmless matches text that means nothing to Markdown or to a post-processor.
var harmless = regexp.MustCompile(`^(?:, )?[A-Za-z][A-Za-z ,;]*$|^[0-9]+(?:\.[0-9]+)?(?: [A-Z]{3})?$`)

// text writes harmless text as prose, and any other as code.
func text(s string) string {
	if s == "" || harmless.MatchString(s) {
		return s
	}
	return code(s)
}

// meaning are the characters that mean something inside a line to GitHub or GitLab. A dot
// does in a URL without a scheme.
const meaning = "&<>\\`*_[]{}!|~$:@#^"

// numbered writes each character that means something as a number.
func numbered(text string) string {
	signs := meaning
	if strings.Contains(strings.ToLower(text), "www") {
		signs += "."
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < ' ' || r == 0x7f:
			b.WriteByte(' ')
		case r < 0x80 && strings.ContainsRune(signs, r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

var backticks = regexp.MustCompile("`+")

// fenceFor returns a fence that no line of a text can close.
func fenceFor(text string) string {
	longest := 2
	for _, run := range backticks.FindAllString(text, -1) {
		longest = max(longest, len(run))
	}
	return strings.Repeat("`", longest+1)
}
