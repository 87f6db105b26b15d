package typeface

import (
	"strings"
	"unicode"

	"golang.org/x/image/math/fixed"
)

// Ellipsis ends what was cut.
const Ellipsis = "…"

// Wrap breaks a line into at most the given number of lines of a width. It is false when
// it did not fit: then the last one ends in an ellipsis.
func (f *Face) Wrap(words string, size, width, lines int) (rows []string, whole bool) {
	for words != "" {
		if len(rows) == lines-1 {
			last := f.Cut(words, size, width)
			return append(rows, last), last == words
		}
		row, rest := f.breakLine(words, size, width)
		if row == "" {
			return rows, false // not even one character is as narrow as that
		}
		rows = append(rows, row)
		words = rest
	}
	return rows, true
}

// breakLine takes from words what fits on one line, up to a space if there is
// one, or else up to any character: long words and CJK have no spaces.
func (f *Face) breakLine(words string, size, width int) (row, rest string) {
	fits := f.prefix(words, size, width)
	if fits == len(words) {
		return words, ""
	}
	end := fits
	if words[fits] != ' ' {
		if space := strings.LastIndexByte(words[:fits], ' '); space > 0 && !wide(words[:fits][space+1:]) {
			end = space
		}
	}
	return strings.TrimRight(words[:end], " "), strings.TrimLeft(words[end:], " ")
}

// wide reports whether text is of a script that breaks between any characters.
func wide(text string) bool {
	for _, r := range text {
		if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			return false
		}
	}
	return text != ""
}

// Cut shortens a line to a width, ending it in an ellipsis where something is lost.
func (f *Face) Cut(text string, size, width int) string {
	if f.Width(text, size) <= width {
		return text
	}
	room := width - f.Width(Ellipsis, size)
	if room < 0 {
		return ""
	}
	return strings.TrimRight(text[:f.prefix(text, size, room)], " ,.;") + Ellipsis
}

// prefix is how many bytes of text fit into a width, in whole characters. Texts
// are of any length, so it stops reading where the width ends.
func (f *Face) prefix(text string, size, width int) int {
	var sum fixed.Int26_6
	for i, r := range text {
		if sum += f.advance(r, size); sum.Ceil() > width {
			return i
		}
	}
	return len(text)
}
