package outline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gesso/runner/report/quote"
	"gesso/runner/report/textdiff"
)

// Row is an argument in a plan: its value, or how it changes. Its texts can be shown as
// they are.
type Row struct {
	Name  string
	Value string

	Changed bool
	Old     string           // the value before a change to Value
	Words   []textdiff.Piece // the changes of a long text, in place of Old and Value
	Lines   []textdiff.Piece // a text of several lines, in place of all others
	Note    string           // about the change: "white space only"
}

// nothing stands for a side of a change that does not exist.
const nothing = "(none)"

// withheld stands for a value that must not be shown.
const withheld = "(sensitive)"

// changedRow shows both sides of a planned change.
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

// lookAlike reports whether two texts differ only in white space, which is easy to
// overlook.
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
	longSides   = 100 // bytes of both sides; shorter texts are compared at a glance
	wordContext = 6   // words shown around a change
	lineContext = 2   // lines shown around a change
	fewKept     = 0.4 // share of a text that must be unchanged for a comparison to make sense
)

// The marks around removed and added words, as in git.
const (
	OldOpens, OldCloses = "[-", "-]"
	NewOpens, NewCloses = "{+", "+}"
)

// changedWords returns where long texts of one line differ. It returns nil if showing both
// sides is clearer: they are short, have little in common, contain the marks, or are
// written from right to left, which a terminal would reorder.
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

// firstRightToLeft is the first rune of Hebrew, the first right-to-left script.
const firstRightToLeft = '\u0590'

// hasRightToLeft skips ASCII bytes fast: no such rune contains one.
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

// changedLines returns where texts of several lines differ.
func changedLines(before, after string) []textdiff.Piece {
	return written(told(textdiff.AroundLines(textdiff.Lines(before, after), lineContext)), unquoted)
}

// wholeLines returns the pieces of an unchanged text of several lines.
func wholeLines(text string) []textdiff.Piece {
	var pieces []textdiff.Piece
	for line := range strings.SplitSeq(text, "\n") {
		pieces = append(pieces, textdiff.Piece{Kind: textdiff.Same, Text: unquoted(quote.AsIs.Part(line))})
	}
	return pieces
}

// told merges adjacent omitted lines into one piece with their number.
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
		case 1: // omitting one line saves nothing
			out = append(out, textdiff.Piece{Kind: textdiff.Same, Text: pieces[i].Text})
		default:
			out = append(out, textdiff.Piece{Kind: textdiff.Left, Text: "… " + Plural(end-i, "line") + " unchanged"})
		}
		i = end
	}
	return out
}

// unquoted removes escapes that are needed only inside quotes.
func unquoted(text string) string { return strings.ReplaceAll(text, `\"`, `"`) }

// written quotes pieces for display, so that the old and new parts of a change look
// different.
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
