package shelf

import (
	"fmt"
	"strings"
)

// The longest name and word: with any prefix they fit into what S3 and file systems take.
const (
	longestName = 512
	longestWord = 200
)

// CheckName says what is wrong with the name of an object; nil: a shelf keeps it. What else
// lies on a shelf, under a name that it refuses, is nobody's, and no list has it.
func CheckName(name string) error {
	if len(name) > longestName {
		return fmt.Errorf("the name %.40q... has %d bytes, and %d is the most", name, len(name), longestName)
	}
	for word := range strings.SplitSeq(name, "/") {
		if !isWord(word) {
			return fmt.Errorf("%q is no name of an object: words of lower-case letters, digits, dots, dashes and underscores, joined by slashes", name)
		}
	}
	return nil
}

// isWord refuses a dot at the beginning, so that no name is hidden or leads elsewhere.
func isWord(word string) bool {
	if word == "" || len(word) > longestWord || word[0] == '.' {
		return false
	}
	for _, c := range []byte(word) {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '.', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}
