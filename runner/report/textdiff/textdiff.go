package textdiff

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind says which text a piece is of.
type Kind int

const (
	Same Kind = iota // both texts
	Old              // only the old text
	New              // only the new text
	Left             // both texts, omitted by Around
)

// Piece is a part of two texts. Only an empty line has an empty piece.
type Piece struct {
	Kind Kind
	Text string
}

// Lines compares texts by lines. A piece is one line, without its newline.
func Lines(before, after string) []Piece {
	return compare(nil, strings.Split(before, "\n"), strings.Split(after, "\n"))
}

const (
	roomy = 16 // pieces or words that are enough for most differing texts
	few   = 4  // pieces that are enough for most results
)

// Words compares texts by words. Adjacent pieces of a kind are merged, and the old piece of
// a change precedes the new one.
func Words(before, after string) []Piece {
	head := commonHead(before, after)
	tail := commonTail(before[head:], after[head:])
	var room [2][roomy]Piece // saves allocations for short texts, which come by the ten thousand
	var words [2][roomy]string
	pieces := room[0][:0]
	if head > 0 {
		pieces = append(pieces, Piece{Same, before[:head]})
	}
	pieces = compare(pieces, split(words[0][:0], before[head:len(before)-tail]), split(words[1][:0], after[head:len(after)-tail]))
	if tail > 0 {
		pieces = append(pieces, Piece{Same, before[len(before)-tail:]})
	}
	return joined(calmed(room[1][:0], pieces))
}

// joined merges adjacent pieces of a kind, and puts the old piece of a change before the
// new one.
func joined(pieces []Piece) []Piece {
	out := make([]Piece, 0, few)
	var texts [New + 1]text
	flush := func(kinds ...Kind) {
		for _, k := range kinds {
			if whole := texts[k].whole(); whole != "" {
				out = append(out, Piece{k, whole})
				texts[k] = text{}
			}
		}
	}
	for _, p := range pieces {
		if p.Kind == Same {
			flush(Old, New)
		} else {
			flush(Same)
		}
		texts[p.Kind].add(p.Text)
	}
	flush(Same, Old, New)
	return out
}

// text concatenates pieces. A single one, the usual case, is not copied.
type text struct {
	first string
	more  strings.Builder
}

func (t *text) add(piece string) {
	switch {
	case t.first == "":
		t.first = piece
		return
	case t.more.Len() == 0:
		t.more.WriteString(t.first)
	}
	t.more.WriteString(piece)
}

func (t *text) whole() string {
	if t.more.Len() > 0 {
		return t.more.String()
	}
	return t.first
}

// calmed merges two changes if there is no word between them: three adjacent changed words
// are one change.
func calmed(out, pieces []Piece) []Piece {
	for i := 0; i < len(pieces); {
		end := i
		for end < len(pieces) && pieces[end].Kind == Same {
			end++
		}
		between := i > 0 && end < len(pieces)
		for _, p := range pieces[i:end] {
			between = between && !hasWord(p.Text)
		}
		for _, p := range pieces[i:end] {
			if between {
				out = append(out, Piece{Old, p.Text}, Piece{New, p.Text})
				continue
			}
			out = append(out, p)
		}
		for i = end; i < len(pieces) && pieces[i].Kind != Same; i++ {
			out = append(out, pieces[i])
		}
	}
	return out
}

func hasWord(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case isLetter(c), isDigit(c), strings.IndexByte("$+<=>^`|~", c) >= 0:
			return true
		case c >= utf8.RuneSelf:
			return hasWordOfAny(text[i:])
		}
	}
	return false
}

func hasWordOfAny(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r)
	})
}

// Kept returns the share of the larger text that both have, from 0 to 1.
func Kept(pieces []Piece) float64 {
	var sizes [New + 1]int
	for _, p := range pieces {
		sizes[p.Kind] += len(p.Text)
	}
	whole := sizes[Same] + max(sizes[Old], sizes[New])
	if whole == 0 {
		return 1
	}
	return float64(sizes[Same]) / float64(whole)
}
