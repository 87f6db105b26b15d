package gallery

import "gesso/runner/report/textdiff"

// Diff returns how a prompt changed, word by word in any script. It is nil if one of the
// two is unknown, or they are equal.
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
