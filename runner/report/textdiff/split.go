package textdiff

import (
	"iter"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// split cuts a text into words and what stands between them, by Unicode's rules.
func split(to []string, text string) []string {
	for token := range tokens(text) {
		to = append(to, token)
	}
	return to
}

// tokens yields what split returns.
func tokens(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !ascii(text) {
			for it := words.FromString(text); it.Next(); {
				if !yield(it.Value()) {
					return
				}
			}
			return
		}
		for text != "" {
			n := 1
			for n < len(text) && joins(text, n) {
				n++
			}
			if !yield(text[:n]) {
				return
			}
			text = text[n:]
		}
	}
}

// commonHead returns how many bytes of whole words two texts have in common at their
// beginnings, as far as that can be seen without splitting them.
func commonHead(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && !(parts(a, n) && parts(b, n)) {
		n--
	}
	return n
}

// commonTail is commonHead for the ends.
func commonTail(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && !(parts(a, len(a)-n) && parts(b, len(b)-n)) {
		n--
	}
	return n
}

// parts reports whether a word begins at byte n whatever else the text has: with a letter
// after a space.
func parts(text string, n int) bool {
	return n > 0 && n < len(text) && text[n-1] == ' ' && isLetter(text[n])
}

// joins reports whether byte n of an ASCII text continues a word. ASCII needs few of
// Unicode's rules, so this is many times faster.
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

// isBetween reports whether c can stand inside a word, or inside a number.
func isBetween(c byte, number bool) bool {
	return c == '.' || c == '\'' || !number && c == ':' || number && (c == ',' || c == ';')
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
