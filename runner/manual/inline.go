package manual

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// spans matches what has marks in a text: code, a link, strong and emphasized words.
var spans = regexp.MustCompile("`([^`]*)`|\\[((?:[^\\]`]|`[^`]*`)*)\\]\\(([^)]*)\\)|\\*\\*([^*]*)\\*\\*|\\*([^*\\s][^*]*)\\*")

// joined stands for a space in code until lines are wrapped: code that is short is
// not broken, so that it can be copied.
const joined = "\ue02d"

// mostJoined is the longest code that is kept in one line, in cells.
const mostJoined = 40

// inline is a text without marks. Line breaks are spaces.
func (p *printer) inline(text string) string {
	text = strings.ReplaceAll(text, "\n", " ")
	return spans.ReplaceAllStringFunc(text, func(span string) string {
		parts := spans.FindStringSubmatch(span)
		switch {
		case strings.HasPrefix(span, "`"):
			if utf8.RuneCountInString(parts[1]) > mostJoined {
				return parts[1]
			}
			return strings.ReplaceAll(parts[1], " ", joined)
		case strings.HasPrefix(span, "["):
			return p.link(p.inline(parts[2]), parts[3])
		case strings.HasPrefix(span, "**"):
			return p.inline(parts[4])
		}
		return p.inline(parts[5])
	})
}

// plain is a text that is not wrapped any more.
func plain(text string) string { return strings.ReplaceAll(text, joined, " ") }

// wrap breaks a text between words, into lines of at most Width cells with their
// indents.
func wrap(text, first, rest string) string {
	var b strings.Builder
	column := 0
	for n, word := range strings.Fields(text) {
		width := utf8.RuneCountInString(word)
		switch {
		case n == 0:
			b.WriteString(first)
			column = utf8.RuneCountInString(first)
		case column+1+width > Width:
			b.WriteString("\n" + rest)
			column = utf8.RuneCountInString(rest)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += width
	}
	return plain(b.String())
}
