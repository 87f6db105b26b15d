package gallery

import "gesso/runner/report/textdiff"

// Diff is what became of a prompt, word by word in any script. It is nil where one of the
// two is not known, or they are equal.
func Diff(before, now *string) []Word {
	if before == nil || now == nil || *before == *now {
		return nil
	}
	pieces := textdiff.Words(*before, *now)
	words := make([]Word, len(pieces))
	for n, p := range pieces {
		words[n] = Word{Change: [...]string{textdiff.Same: "=", textdiff.Old: "-", textdiff.New: "+"}[p.Kind], Text: p.Text}
	}
	return words
}
