package typeface

import "unicode"

// forms are those that a letter has by its place in a word: first is the code of the one
// that stands alone; that of the one that ends a word follows it, and in a letter of four
// forms those that begin a word and that stand in its midst.
type forms struct {
	first rune
	four  bool
}

// The letters of Arabic, Persian and Urdu, whose forms Unicode has as characters.
func formsOf(r rune) (forms, bool) {
	const alone, two, four = 1, 2, 4
	// From U+0621 and U+0641 on, the number of forms of each letter.
	hamza := [...]rune{alone, two, two, two, two, four, two, four, two, four, four, four, four, four, two, two, two, two, four, four, four, four, four, four, four, four}
	feh := [...]rune{four, four, four, four, four, four, four, two, two, four}
	switch {
	case r >= 0x621 && r <= 0x63a:
		return counted(hamza[:], 0xfe80, int(r-0x621)), true
	case r >= 0x641 && r <= 0x64a:
		return counted(feh[:], 0xfed1, int(r-0x641)), true
	}
	switch r {
	case 'ٹ':
		return forms{0xfb66, true}, true
	case 'پ':
		return forms{0xfb56, true}, true
	case 'چ':
		return forms{0xfb7a, true}, true
	case 'ڈ':
		return forms{0xfb88, false}, true
	case 'ڑ':
		return forms{0xfb8c, false}, true
	case 'ژ':
		return forms{0xfb8a, false}, true
	case 'ک':
		return forms{0xfb8e, true}, true
	case 'گ':
		return forms{0xfb92, true}, true
	case 'ں':
		return forms{0xfb9e, false}, true
	case 'ھ':
		return forms{0xfbaa, true}, true
	case 'ہ':
		return forms{0xfba6, true}, true
	case 'ی':
		return forms{0xfbfc, true}, true
	case 'ے':
		return forms{0xfbae, false}, true
	}
	return forms{}, false
}

// counted is the forms of the letter at i, of neighbours whose forms follow each other.
func counted(numbers []rune, first rune, i int) forms {
	for _, n := range numbers[:i] {
		first += n
	}
	return forms{first, numbers[i] == 4}
}

// joins reports whether a letter can be joined to the one before it, and to the next.
func joins(r rune) (before, after bool) {
	switch r {
	case 'ء':
		return false, false
	case 'ـ':
		return true, true
	}
	f, ok := formsOf(r)
	return ok, ok && f.four
}

// withLam are the letters that make one with a lam before them, and that one's code.
func withLam(r rune) rune {
	switch r {
	case 'آ':
		return 0xfef5
	case 'أ':
		return 0xfef7
	case 'إ':
		return 0xfef9
	case 'ا':
		return 0xfefb
	}
	return 0
}

// join gives the letters of Arabic the forms that their neighbours ask for. Marks do not
// part them.
func join(text []rune) []rune {
	joined := text[:0:0]
	after := false // whether the letter before can be joined to this one
	for i := 0; i < len(text); i++ {
		r := text[i]
		if unicode.Is(unicode.Mn, r) {
			joined = append(joined, r)
			continue
		}
		before, onward := joins(r)
		next := i + 1
		for next < len(text) && unicode.Is(unicode.Mn, text[next]) {
			next++
		}
		f, known := formsOf(r)
		if r == 'ل' && next == i+1 && next < len(text) && withLam(text[next]) != 0 {
			f, before, onward = forms{first: withLam(text[next])}, true, false
			i, next = next, len(text) // nothing is joined after it
		}
		form := f.first
		if after && before {
			form++
		}
		if nextJoins := next < len(text) && onward && f.four; nextJoins {
			if takes, _ := joins(text[next]); takes {
				form += 2
			}
		}
		if !known {
			form = r
		}
		joined = append(joined, form)
		after = onward
	}
	return joined
}
