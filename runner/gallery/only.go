package gallery

import (
	"fmt"
	"slices"
	"strings"

	"gesso/spec/near"
)

// Only selects the images to show: those that have one of some statuses and all of some
// marks. The zero Only selects all.
type Only struct {
	statuses []Status
	marks    []mark
}

// mark is a property that an image can have besides its status.
type mark struct {
	word string
	is   func(*Image) bool
}

var marks = []mark{
	{"undecided", func(i *Image) bool { return i.Review == nil && i.Artifact != "" }},
	{"approved", func(i *Image) bool { return i.Review != nil && i.Review.Verdict == "approve" }},
	{"rejected", func(i *Image) bool { return i.Review != nil && i.Review.Verdict == "reject" }},
	{"planned", func(i *Image) bool { return i.Planned != nil }},
	{"blank", func(i *Image) bool { return i.Blank }},
	{"edited", func(i *Image) bool { return i.Edited }},
	{"lost", func(i *Image) bool { return i.Lost }},
}

// OnlyWords returns all words that Add accepts.
func OnlyWords() []string {
	var words []string
	for _, s := range Statuses() {
		words = append(words, strings.ReplaceAll(string(s), " ", "-"))
	}
	return append(words, Marks()...)
}

// Marks returns those words that are not statuses.
func Marks() []string {
	var words []string
	for _, m := range marks {
		words = append(words, m.word)
	}
	return words
}

// Add adds words, separated by commas: statuses, of which an image must have one, and
// marks, of which it must have all. A status of two words may have a dash between them.
func (o *Only) Add(text string) error {
	for word := range strings.SplitSeq(text, ",") {
		word = strings.TrimSpace(word)
		status := Status(strings.ReplaceAll(word, "-", " "))
		n := slices.IndexFunc(marks, func(m mark) bool { return m.word == word })
		switch {
		case slices.Contains(Statuses(), status):
			o.statuses = append(o.statuses, status)
		case n >= 0:
			o.marks = append(o.marks, marks[n])
		default:
			return fmt.Errorf("%q is none of %s%s", word, strings.Join(OnlyWords(), ", "), near.Clause(near.Word(word, OnlyWords())))
		}
	}
	return nil
}

// AsksForPlan reports whether only a plan can tell which images are selected.
func (o *Only) AsksForPlan() bool {
	return slices.ContainsFunc(o.marks, func(m mark) bool { return m.word == "planned" })
}

func (o *Only) means(i *Image) bool {
	if len(o.statuses) > 0 && !slices.Contains(o.statuses, i.Status) {
		return false
	}
	for _, m := range o.marks {
		if !m.is(i) {
			return false
		}
	}
	return true
}
