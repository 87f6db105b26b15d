package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unsafe reports whether a terminal would obey a character instead of showing it: control
// characters other than newline and tab, characters that change the writing direction, and
// the line breaks U+2028 and U+2029.
func Unsafe(r rune) bool {
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError)
}

// Plain reports whether a text has no unsafe character. It is called for everything that is
// shown, so it is fast for ASCII.
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

// Line is Clean on one line.
func Line(text string) string {
	if oneLine(text) {
		return text
	}
	return strings.Join(strings.Fields(Clean(text)), " ")
}

// oneLine is a fast test for texts that are clean and on one line; it may miss some.
func oneLine(text string) bool {
	space := true // a word must begin
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c > '~' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return !space
}
