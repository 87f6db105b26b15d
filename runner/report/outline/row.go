package outline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gesso/runner/report/quote"
	"gesso/runner/report/textdiff"
)

// Row is an argument in a plan: its value, or how it changes. Its texts are ready to be
// shown.
type Row struct {
	Name  string
	Value string

	Changed bool
	Old     string           // of a change: what it was, and Value is what it will be
	Words   []textdiff.Piece // of a change of a long text, in place of Old and Value
	Lines   []textdiff.Piece // of a text of several lines, in place of Value and all others
	Note    string           // on a change: "white space only"
}

// nothing is a side of a change that is not there.
const nothing = "(none)"

// withheld is what is shown of what must not be.
const withheld = "(sensitive)"

// changedRow shows the two sides of what is planned to change.
func changedRow(name, before, after string) Row {
	r := Row{Name: name, Changed: true}
	switch {
	case before == "":
		r.Old, r.Value = nothing, quote.Text(after)
	case after == "":
		r.Old, r.Value = quote.Text(before), nothing
	case strings.Contains(before, "\n") || strings.Contains(after, "\n"):
		r.Lines = changedLines(before, after)
	default:
		if r.Words = changedWords(before, after); r.Words == nil {
			r.Old, r.Value = quote.Sides(before, after)
		}
	}
	if before != after && before != "" && after != "" && lookAlike(before, after) {
		r.Note = "white space only"
	}
	return r
}

// lookAlike reports whether two texts are one but for white space, which an eye takes
// for what it is.
func lookAlike(a, b string) bool {
	for {
		a, b = strings.TrimLeftFunc(a, unicode.IsSpace), strings.TrimLeftFunc(b, unicode.IsSpace)
		if a == "" || b == "" {
			return a == b
		}
		r, size := utf8.DecodeRuneInString(a)
		if other, _ := utf8.DecodeRuneInString(b); other != r {
			return false
		}
		a, b = a[size:], b[size:]
	}
}

const (
	longSides   = 100 // bytes of both sides: what is shorter is compared at a glance
	wordContext = 6   // words around a change
	lineContext = 2   // lines around a change
	fewKept     = 0.4 // of a text: below it there is nothing to compare
)

// The marks of words that go and come, as git has them.
const (
	OldOpens, OldCloses = "[-", "-]"
	NewOpens, NewCloses = "{+", "+}"
)

// changedWords is where long texts of one line differ, or nil where their sides tell
// more: they are short, have little in common, hold the marks themselves, or are
// written from right to left, which a terminal would put in another order.
func changedWords(before, after string) []textdiff.Piece {
	if len(before)+len(after) <= longSides || hasRightToLeft(before) || hasRightToLeft(after) {
		return nil
	}
	for _, mark := range []string{OldOpens, OldCloses, NewOpens, NewCloses} {
		if strings.Contains(before, mark) || strings.Contains(after, mark) {
			return nil
		}
	}
	pieces := textdiff.Words(before, after)
	if textdiff.Kept(pieces) < fewKept {
		return nil
	}
	return written(textdiff.Around(pieces, wordContext), func(text string) string { return text })
}

// firstRightToLeft is where Hebrew begins, the first of these scripts.
const firstRightToLeft = '\u0590'

// hasRightToLeft looks at bytes first: those of such a rune are none of ASCII.
func hasRightToLeft(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return strings.ContainsFunc(text[i:], rightToLeft)
		}
	}
	return false
}

func rightToLeft(r rune) bool {
	return r >= firstRightToLeft && unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

// changedLines is where texts of several lines differ.
func changedLines(before, after string) []textdiff.Piece {
	return written(told(textdiff.AroundLines(textdiff.Lines(before, after), lineContext)), unquoted)
}

// wholeLines is a text of several lines that does not change.
func wholeLines(text string) []textdiff.Piece {
	var pieces []textdiff.Piece
	for line := range strings.SplitSeq(text, "\n") {
		pieces = append(pieces, textdiff.Piece{Kind: textdiff.Same, Text: unquoted(quote.AsIs.Part(line))})
	}
	return pieces
}

// told makes one piece of neighbours that are left out: how many lines they are.
func told(pieces []textdiff.Piece) []textdiff.Piece {
	var out []textdiff.Piece
	for i := 0; i < len(pieces); {
		end := i
		for end < len(pieces) && pieces[end].Kind == textdiff.Left {
			end++
		}
		switch end - i {
		case 0:
			out = append(out, pieces[i])
			end++
		case 1: // to leave it out is no help
			out = append(out, textdiff.Piece{Kind: textdiff.Same, Text: pieces[i].Text})
		default:
			out = append(out, textdiff.Piece{Kind: textdiff.Left, Text: "… " + Plural(end-i, "line") + " unchanged"})
		}
		i = end
	}
	return out
}

// unquoted undoes of an escaped text what only stands between quotes.
func unquoted(text string) string { return strings.ReplaceAll(text, `\"`, `"`) }

// written are pieces as they are shown: what is old and new of one change so that they
// look different.
func written(pieces []textdiff.Piece, finish func(string) string) []textdiff.Piece {
	out := make([]textdiff.Piece, 0, len(pieces))
	for i := 0; i < len(pieces); {
		var sides [textdiff.New + 1]strings.Builder
		end := i
		for end < len(pieces) && (pieces[end].Kind == textdiff.Old || pieces[end].Kind == textdiff.New) {
			sides[pieces[end].Kind].WriteString(pieces[end].Text)
			end++
		}
		manner := quote.MannerOf(sides[textdiff.Old].String(), sides[textdiff.New].String())
		for ; i < end; i++ {
			out = append(out, textdiff.Piece{Kind: pieces[i].Kind, Text: finish(manner.Part(pieces[i].Text))})
		}
		if i == len(pieces) {
			break
		}
		p := pieces[i]
		if p.Kind == textdiff.Same {
			p.Text = finish(quote.AsIs.Part(p.Text))
		}
		out = append(out, p)
		i++
	}
	return out
}
