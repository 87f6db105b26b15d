package gallery

import (
	"fmt"
	"slices"
	"strings"

	"gesso/spec/near"
)

// Only is which images a user wants to see: of some statuses, and those alone of which
// all else is true. The zero Only is all.
type Only struct {
	statuses []Status
	marks    []mark
}

// mark is what can be true of an image beside its status.
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

// OnlyWords are all words that Add takes.
func OnlyWords() []string {
	var words []string
	for _, s := range Statuses() {
		words = append(words, strings.ReplaceAll(string(s), " ", "-"))
	}
	return append(words, Marks()...)
}

// Marks are the words among them that are no status.
func Marks() []string {
	var words []string
	for _, m := range marks {
		words = append(words, m.word)
	}
	return words
}

// Add adds words, separated by commas: statuses, of which one has to be true, and what has
// to be true beside that. A status of two words may be joined by a dash.
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

// AsksForPlan reports whether only a plan can tell.
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
