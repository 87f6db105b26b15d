// Package near finds the word that another one is most likely a slip of.
//
// Its promises:
//
//   - There is one rule of what is near, for names in a configuration, for what a
//     provider offers and for what is typed on a command line.
//   - What is not near is not suggested: a wrong suggestion costs its reader more
//     than none.
//   - The answer depends on the words and their order alone.
//
// It is not for values, such as the size of a picture: which of them is next to
// another is known by whoever knows what they mean.
//
//	message := fmt.Sprintf("there is no command %q", given) + near.Clause(near.Word(given, commands))
package near

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// most is how many letters of a long word may be wrong.
const most = 2

// mostNamed is how many words a clause lists.
const mostNamed = 30

// Word returns the candidate that given is most likely a slip of, or "". That is
// the first of those with the fewest wrong letters: two at most, one in a word of
// less than six, none in one of less than three. Two neighbours that changed places
// are one wrong letter. Where there is none, it is the only
// candidate that given, of three letters or more, is the beginning of. Upper and
// lower case are one, and so are a space, "_" and "-".
func Word(given string, candidates []string) string {
	given = fold(given)
	letters := utf8.RuneCountInString(given)
	best, distance := "", min(most, letters/3)+1
	for _, c := range candidates {
		if more := utf8.RuneCountInString(c) - letters; more >= distance || -more >= distance {
			continue
		}
		d := levenshtein.Distance(given, fold(c), nil)
		if d == 2 && swapped(given, fold(c)) {
			d = 1
		}
		if d < distance {
			best, distance = c, d
		}
	}
	if best == "" && letters > 2 {
		return begun(given, candidates)
	}
	return best
}

// swapped reports whether two neighbouring letters that changed places are all that
// tells one word from another.
func swapped(a, b string) bool {
	from, to := []rune(a), []rune(b)
	if len(from) != len(to) {
		return false
	}
	for i := range from {
		if from[i] != to[i] {
			return i+1 < len(from) && from[i] == to[i+1] && from[i+1] == to[i] && string(from[i+2:]) == string(to[i+2:])
		}
	}
	return false
}

// begun is the only candidate that a folded word is the beginning of, or "".
func begun(given string, candidates []string) string {
	only := ""
	for _, c := range candidates {
		if len(c) < len(given) || !strings.HasPrefix(fold(c), given) {
			continue
		}
		if only != "" {
			return ""
		}
		only = c
	}
	return only
}

// fold makes alike what a hurried hand takes for one.
func fold(word string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '_' {
			return '-'
		}
		return r
	}, strings.ToLower(word))
}

// Sentence ends a text of full sentences with a word to suggest; "" for none.
func Sentence(word string) string {
	if word == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", word)
}

// Clause ends a message of one line with a word to suggest; "" for none.
func Clause(word string) string {
	if word == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", word)
}

// Among is the clause about a word that is none of a few: the one it is a slip of, or all of
// them. It is "" where there are none.
func Among(given string, all []string) string {
	if meant := Word(given, all); meant != "" || len(all) == 0 {
		return Clause(meant)
	}
	return "; there " + areThere(all)
}

func areThere(all []string) string {
	if len(all) == 1 {
		return "is " + all[0]
	}
	if more := len(all) - mostNamed; more > 0 {
		return fmt.Sprintf("are %s, and %d more", strings.Join(all[:mostNamed], ", "), more)
	}
	return "are " + strings.Join(all, ", ")
}
