package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unsafe tells of a character that a terminal would not show but obey: control
// characters but for those of lines and columns, and what changes the direction
// in which text runs. U+2028 and U+2029 break lines.
func Unsafe(r rune) bool {
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError)
}

// Plain reports whether a text has nothing unsafe. Everything that is shown is
// asked about, most of it in ASCII.
func Plain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= utf8.RuneSelf:
			return !strings.ContainsFunc(text[i:], Unsafe)
		case c < ' ' && c != '\n' && c != '\t' || c == 0x7f:
			return false
		}
	}
	return true
}

// Clean removes what would move a terminal's cursor or change its colours.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		if Unsafe(r) && r != utf8.RuneError {
			return -1
		}
		return r
	}, text)
}

// Line is clean text without line breaks.
func Line(text string) string {
	if oneLine(text) {
		return text
	}
	return strings.Join(strings.Fields(Clean(text)), " ")
}

// oneLine tells of most texts, quickly, that they are clean and on one line.
func oneLine(text string) bool {
	space := true // a word has to begin
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c > '~' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return !space
}
