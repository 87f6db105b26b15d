package selection

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const wildcards = "*?"

// wild reports whether a text has wildcards.
func wild(text string) bool { return strings.ContainsAny(text, wildcards) }

// like reports whether a text is as a pattern says: * is any text, ? one character.
// It takes at most their lengths' product, and no more memory.
func like(pattern, text string) bool {
	p, t := 0, 0
	star, from := -1, 0 // where the last * stands, and what of the text it has taken
	for t < len(text) {
		switch _, size := utf8.DecodeRuneInString(text[t:]); {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, t
			p++
		case p < len(pattern) && pattern[p] == '?':
			p, t = p+1, t+size
		case p < len(pattern) && size == 1 && pattern[p] == text[t]:
			p, t = p+1, t+1
		case size > 1 && strings.HasPrefix(pattern[p:], text[t:t+size]):
			p, t = p+size, t+size
		case star >= 0:
			_, size := utf8.DecodeRuneInString(text[from:])
			from += size
			p, t = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// fan finds, among many patterns, those that a text can be like: they are kept by
// what stands before their first wildcard.
type fan[V any] struct {
	begins map[string][]V
	sizes  []int // of the keys of begins, ascending
}

func (f *fan[V]) add(pattern string, value V) {
	begin := pattern[:strings.IndexAny(pattern, wildcards)]
	if f.begins == nil {
		f.begins = map[string][]V{}
	}
	f.begins[begin] = append(f.begins[begin], value)
	if i, known := slices.BinarySearch(f.sizes, len(begin)); !known {
		f.sizes = slices.Insert(f.sizes, i, len(begin))
	}
}

// each visits the values of the patterns whose beginning the text has.
func (f *fan[V]) each(text string, visit func(V)) {
	for _, size := range f.sizes {
		if size > len(text) {
			return
		}
		for _, value := range f.begins[text[:size]] {
			visit(value)
		}
	}
}
