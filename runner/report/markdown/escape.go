package markdown

import (
	"fmt"
	"regexp"
	"strings"
)

// code is a text as code in a line or a cell: every sign that Markdown or HTML could
// take for one of its own is written by its number. That it is code keeps those from
// acting who look at the finished page: for @names, #numbers, hashes and addresses.
// A line break would end the cell; there is none in what runner/report/quote has made.
func code(text string) string {
	if text == "" {
		return ""
	}
	return "<code>" + numbered(text) + "</code>"
}

// harmless is what no reader of Markdown or of a finished page makes anything of.
var harmless = regexp.MustCompile(`^(?:, )?[A-Za-z][A-Za-z ,;]*$|^[0-9]+(?:\.[0-9]+)?(?: [A-Z]{3})?$`)

// text is a text as prose where it is harmless, and else as code.
func text(s string) string {
	if s == "" || harmless.MatchString(s) {
		return s
	}
	return code(s)
}

// meaning are the signs that mean something in the midst of a line, to GitHub or to
// GitLab. A dot does so where an address begins without a scheme.
const meaning = "&<>\\`*_[]{}!|~$:@#^"

// numbered writes each sign that means something by its number.
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

// fenceFor is a fence that no line of a text can close.
func fenceFor(text string) string {
	longest := 2
	for _, run := range backticks.FindAllString(text, -1) {
		longest = max(longest, len(run))
	}
	return strings.Repeat("`", longest+1)
}
