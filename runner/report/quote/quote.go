package quote

import (
	"fmt"
	"strings"
	"unicode"
)

// but writes a text as a configuration would, between quotes, on one line and
// in characters that a terminal shows: what is not seen, or would be acted on, is
// written as its escape, and so is what hidden says. Different texts stay different.
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

// Text is a string as the language writes it, on one line and safe for a terminal.
func Text(text string) string {
	if asWritten(text) {
		return `"` + text + `"`
	}
	return but(text, func(rune) bool { return false })
}

// asWritten tells of most texts, quickly, that nothing in them has an escape.
func asWritten(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// Sides writes two texts that differ so that a reader sees in what: where they look
// alike otherwise, with the escapes of all that a screen shows alike.
func Sides(before, after string) (old, value string) {
	m := MannerOf(before, after)
	return `"` + m.Part(before) + `"`, `"` + m.Part(after) + `"`
}

// Manner is how texts are written so that a difference is seen.
type Manner int

const (
	AsIs    Manner = iota // as Text does
	Escaped               // what is not ASCII as its escape: else they look alike
	Spaced                // spaces too, where there are several: a line that is wrapped loses some
)

// MannerOf is how two texts are to be written. It is AsIs of equal ones.
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

// Part writes a text, or a part of one, in the manner, without quotes around it.
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

// visible is what is left of a text for the eye: without what has no ink although
// it is printable, and with one letter for those of several scripts that look alike.
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

// lookAlikes are letters and signs of other scripts that most fonts draw like the
// ASCII characters that likeThese has at the same places.
const (
	lookAlikes = "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455\u0501\u051b\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405\u03bf\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u2010\u2011\u2212\u037e\u2024"
	likeThese  = "aceopxyijsdqABEKMHOPCTXIJSovABEZHIKMNOPTYX---;."
)

// spaced is a text with one space where there are several, and none at its ends.
func spaced(text string) string { return strings.Join(strings.FieldsFunc(text, isSpace), " ") }

func isSpace(r rune) bool { return r == ' ' }

// spaces writes each space of a quoted text, without its quotes, as an escape that is
// not a single one between two words.
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
