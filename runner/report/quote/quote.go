package quote

import (
	"fmt"
	"strings"
	"unicode"
)

// but quotes a text as a configuration would, on one line, in characters that a terminal
// shows. Invisible and control characters are escaped, and so are those that hidden
// selects. Different texts stay different.
func but(text string, hidden func(rune) bool) string {
	var b strings.Builder
	b.Grow(len(text) + len(`""`))
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r) && !hidden(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Text quotes a string as the language does, on one line and safe for a terminal.
func Text(text string) string {
	if asWritten(text) {
		return `"` + text + `"`
	}
	return but(text, func(rune) bool { return false })
}

// asWritten is a fast test for texts that need no escape; it may miss some.
func asWritten(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// Sides quotes two different texts so that a reader sees the difference: if they would look
// alike, characters that look alike are escaped.
func Sides(before, after string) (old, value string) {
	m := MannerOf(before, after)
	return `"` + m.Part(before) + `"`, `"` + m.Part(after) + `"`
}

// Manner is how texts are quoted so that a difference shows.
type Manner int

const (
	AsIs    Manner = iota // as Text does
	Escaped               // escapes what is not ASCII, for texts that would look alike
	Spaced                // also escapes repeated spaces, some of which wrapping would lose
)

// MannerOf returns the manner that shows the difference between two texts. It is AsIs for
// equal ones.
func MannerOf(before, after string) Manner {
	switch {
	case before == after:
		return AsIs
	case visible(before) == visible(after):
		return Escaped
	case spaced(before) == spaced(after):
		return Spaced
	}
	return AsIs
}

// Part writes a text, or part of one, in the manner, without quotes around it.
func (m Manner) Part(text string) string {
	switch m {
	case Escaped:
		return inner(but(text, func(r rune) bool { return r > unicode.MaxASCII }))
	case Spaced:
		return spaces(inner(Text(text)))
	}
	if asWritten(text) {
		return text
	}
	return inner(Text(text))
}

func inner(quoted string) string { return quoted[1 : len(quoted)-1] }

// visible reduces a text to what the eye sees: without printable characters that have no
// ink, and with letters that look alike replaced by one of them.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r <= unicode.MaxASCII:
			return r
		case unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || r == blankBraille:
			return -1
		}
		if i := strings.IndexRune(lookAlikes, r); i >= 0 {
			return rune(likeThese[len([]rune(lookAlikes[:i]))])
		}
		return r
	}, text)
}

const blankBraille = '\u2800'

// lookAlikes are characters of other scripts that most fonts draw like the ASCII characters
// at the same positions of likeThese.
const (
	lookAlikes = "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455\u0501\u051b\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405\u03bf\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u2010\u2011\u2212\u037e\u2024"
	likeThese  = "aceopxyijsdqABEKMHOPCTXIJSovABEZHIKMNOPTYX---;."
)

// spaced reduces runs of spaces to one, and removes them at the ends.
func spaced(text string) string { return strings.Join(strings.FieldsFunc(text, isSpace), " ") }

func isSpace(r rune) bool { return r == ' ' }

// spaces escapes all spaces of a quoted text, given without its quotes, except single ones
// between words.
func spaces(inner string) string {
	var b strings.Builder
	for i, r := range inner {
		alone := i > 0 && i < len(inner)-1 && inner[i-1] != ' '
		if r == ' ' && !alone {
			b.WriteString(`\u0020`)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
