package textdiff

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is whose a piece of text is.
type Kind int

const (
	Same Kind = iota // of both texts
	Old              // of the old one alone
	New              // of the new one alone
	Left             // of both, and left out by Around
)

// Piece is a part of two texts: not empty, but for an empty line.
type Piece struct {
	Kind Kind
	Text string
}

// Lines compares texts by lines. A piece is one line, without its end.
func Lines(before, after string) []Piece {
	return compare(nil, strings.Split(before, "\n"), strings.Split(after, "\n"))
}

const (
	roomy = 16 // pieces, or words, of most texts that differ
	few   = 4  // pieces of most of these in the end
)

// Words compares texts by words. Neighbours of one kind are one piece, and a change
// has its old piece before its new one.
func Words(before, after string) []Piece {
	head := commonHead(before, after)
	tail := commonTail(before[head:], after[head:])
	var room [2][roomy]Piece // for what few words need, which comes by the ten thousand
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

// joined makes one piece of neighbours of one kind, and puts what is old of a change
// before what is new.
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

// text is what pieces say together. One alone, as most are, is not copied.
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

// calmed takes for changed what two changes have between them if there is no word in
// it: three words that were changed are one change.
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

// Kept is the part of the larger text that both have, between 0 and 1.
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
