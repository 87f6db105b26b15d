package textdiff

import (
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// split cuts a text into words, and what stands between them, by Unicode's rules.
func split(text string) []string {
	tokens := make([]string, 0, len(text)/3)
	if strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		for it := words.FromString(text); it.Next(); {
			tokens = append(tokens, it.Value())
		}
		return tokens
	}
	for text != "" {
		n := 1
		for n < len(text) && joins(text, n) {
			n++
		}
		tokens = append(tokens, text[:n])
		text = text[n:]
	}
	return tokens
}

// joins reports whether a text in ASCII goes on with its byte n as the same word, which
// are few of Unicode's rules, and so many times faster.
func joins(text string, n int) bool {
	before, c, after := text[n-1], text[n], byte(0)
	if n+1 < len(text) {
		after = text[n+1]
	}
	switch {
	case before == ' ':
		return c == ' '
	case before == '\r':
		return c == '\n'
	case inWord(before) && inWord(c):
		return true
	case isLetter(before) && isLetter(after), isDigit(before) && isDigit(after):
		return isBetween(c, isDigit(before))
	case n > 1 && isLetter(text[n-2]) && isLetter(c), n > 1 && isDigit(text[n-2]) && isDigit(c):
		return isBetween(before, isDigit(c))
	}
	return false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func inWord(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' }

// isBetween tells of what can stand within a word, or a number.
func isBetween(c byte, number bool) bool {
	return c == '.' || c == '\'' || !number && c == ':' || number && (c == ',' || c == ';')
}
