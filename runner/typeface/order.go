package typeface

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// letter is what is drawn in one place: a character with its marks.
type letter struct {
	base  rune
	marks []rune
}

// ordered is a line as it is seen, from left to right.
func ordered(line string) []letter {
	var letters []letter
	for _, stretch := range stretches(line) {
		of := lettersOf(stretch.text)
		if stretch.leftward {
			slices.Reverse(of)
			for i := range of {
				of[i].base = mirrored(of[i].base)
			}
		}
		letters = append(letters, of...)
	}
	return letters
}

// stretch is text of one direction.
type stretch struct {
	text     string
	leftward bool
	inner    bool // numbers within text that goes leftward
}

// stretches are those of a line in the order in which they are seen.
func stretches(line string) []stretch {
	whole := []stretch{{text: line}}
	if !strings.ContainsFunc(line, leftward) {
		return whole
	}
	var paragraph bidi.Paragraph
	if _, err := paragraph.SetString(line); err != nil {
		return whole
	}
	order, err := paragraph.Order()
	if err != nil {
		return whole
	}
	all := make([]stretch, order.NumRuns())
	for i := range all {
		run := order.Run(i)
		text := run.String()
		all[i] = stretch{text: text, leftward: run.Direction() == bidi.RightToLeft}
		all[i].inner = i > 0 && all[i-1].leftward && !all[i].leftward &&
			strings.ContainsFunc(text, number) && !strings.ContainsFunc(text, rightward)
	}
	if first := strings.IndexFunc(line, strong); first >= 0 && leftward([]rune(line[first:])[0]) {
		slices.Reverse(all)
		return all
	}
	return turned(all)
}

// turned brings the stretches of a line that goes rightward into their order: those that
// go leftward, with the numbers in them, are seen last one first.
func turned(all []stretch) []stretch {
	for i := 0; i < len(all); i++ {
		end := i
		for end < len(all) && (all[end].leftward || all[end].inner) {
			end++
		}
		if end > i {
			slices.Reverse(all[i:end])
			i = end
		}
	}
	return all
}

func class(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

func leftward(r rune) bool  { c := class(r); return c == bidi.R || c == bidi.AL || c == bidi.AN }
func rightward(r rune) bool { return class(r) == bidi.L }
func number(r rune) bool    { return class(r) == bidi.EN || class(r) == bidi.AN }
func strong(r rune) bool {
	c := class(r)
	return c == bidi.L || c == bidi.R || c == bidi.AL
}

func lettersOf(text string) (all []letter) {
	for _, r := range text {
		if isMark(r) && len(all) > 0 {
			last := &all[len(all)-1]
			last.marks = append(last.marks, r)
			continue
		}
		all = append(all, letter{base: r})
	}
	return all
}

// mirrored is what stands for a character in text that goes leftward: brackets open the
// other way.
func mirrored(r rune) rune {
	const pairs = "()[]{}<>«»‹›《》〈〉「」『』【】"
	runes := []rune(pairs)
	if i := slices.Index(runes, r); i >= 0 {
		return runes[i^1]
	}
	return r
}
