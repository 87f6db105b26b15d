package typeface

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gesso/runner/typeface/internal/glyphs"
)

// Line makes of any text what the other functions take: one line, every white space one
// space, with nothing in it that cannot be seen or that changes the direction of writing.
// Letters have the form that their place in the word asks for. A line of a line is itself.
func Line(text string) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r < unicode.MaxASCII && r >= ' ':
			return r
		case invisible(r):
			return -1
		}
		return r
	}, text)
	words := strings.Join(strings.Fields(visible), " ")
	if ascii(words) {
		return words
	}
	return string(carried(join([]rune(norm.NFC.String(words)))))
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] > unicode.MaxASCII {
			return false
		}
	}
	return true
}

// invisible reports whether a character has no picture of its own: controls, joiners, what
// chooses among variants. Those that somebody has privately given a meaning are seen.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Variation_Selector)
}

// maxMarks bounds those on one letter: some texts pile them up for effect.
const maxMarks = 4

// carrier is what a mark without a letter stands on.
const carrier = '◌'

// carried sees to it that every mark has a letter, and no letter too many marks.
func carried(text []rune) []rune {
	var all []rune
	marks, letter := 0, false
	for _, r := range text {
		if !isMark(r) {
			marks, letter = 0, r != ' '
			all = append(all, r)
			continue
		}
		if !letter {
			letter = true
			all = append(all, carrier)
		}
		if marks++; marks <= maxMarks {
			all = append(all, r)
		}
	}
	return all
}

// isMark reports whether a character is drawn onto the one before it.
func isMark(r rune) bool {
	if r < 0x300 {
		return false
	}
	g, ok := glyphs.Find(r)
	return ok && g.Back > 0
}
