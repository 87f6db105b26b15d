package spelling

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// Secret is a text that must not be told. The zero value is in no text. It does not
// change, and is safe for concurrent use.
type Secret struct {
	folded []string // in small letters, as a text is looked through in any case
	exact  []string
}

// shortest is the length from which a secret is looked for in codes: what a shorter one
// makes there is found in any text.
const shortest = 8

// Of is a secret. What is not printable ASCII is not looked for.
func Of(text string) Secret {
	text = string(read(text).letters)
	switch {
	case text == "":
		return Secret{}
	case len(text) < shortest:
		return Secret{folded: []string{lower(text)}}
	}
	s := Secret{folded: []string{lower(text)}}
	s.add(text)
	for _, coded := range append(slices.Clone(s.exact), s.folded[1]) {
		s.add(coded) // coded twice
	}
	slices.Sort(s.exact)
	s.exact = slices.Compact(s.exact)
	return s
}

// add adds the codes of a text.
func (s *Secret) add(text string) {
	s.folded = append(s.folded, hex.EncodeToString([]byte(text)))
	for before := range 3 {
		for _, code := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			s.exact = append(s.exact, inner(code, text, before))
		}
	}
}

// inner is what base64 makes of a text after so many bytes of something else, without
// the first and the last digits, which depend on what is around it.
func inner(code *base64.Encoding, text string, before int) string {
	digits := code.EncodeToString([]byte(strings.Repeat("\x00", before) + text))
	return digits[(8*before+5)/6 : 8*(before+len(text))/6]
}

// In reports whether a text tells the secret.
func (s Secret) In(text string) bool { return len(s.spans(text)) > 0 }

// Blot is a text in which something else stands wherever it tells the secret.
func (s Secret) Blot(text, instead string) string {
	var b strings.Builder
	at := 0
	for _, told := range s.spans(text) {
		if told.from >= at {
			b.WriteString(text[at:told.from])
			b.WriteString(instead)
		}
		at = max(at, told.to)
	}
	if at == 0 {
		return text
	}
	b.WriteString(text[at:])
	return b.String()
}

// Coded reports whether a text may be another one in another spelling: it has an
// escape, or a word that is longer than most letters.
func Coded(text string, most int) bool {
	return read(text).escapes > 0 || slices.ContainsFunc(strings.Fields(text), func(word string) bool { return len(word) > most })
}

// span is a part of a text, in bytes.
type span struct{ from, to int }

// spans are where a text tells the secret, by where they begin.
func (s Secret) spans(text string) []span {
	if len(s.folded) == 0 {
		return nil
	}
	undone := read(text)
	var found []span
	look := func(in, what string) {
		for at := 0; ; {
			next := strings.Index(in[at:], what)
			if next < 0 {
				return
			}
			at += next
			found = append(found, span{undone.at[at].from, undone.at[at+len(what)-1].to})
			at += len(what)
		}
	}
	exact := string(undone.letters)
	folded := lower(exact)
	for _, what := range s.folded {
		look(folded, what)
	}
	for _, what := range s.exact {
		look(exact, what)
	}
	slices.SortFunc(found, func(a, b span) int { return a.from - b.from })
	return found
}

// lower is a text with the capitals of ASCII made small.
func lower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, text)
}
