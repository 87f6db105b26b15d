package shelf

import (
	"fmt"
	"strings"
)

// The longest name and word: with any prefix they fit the limits of S3 and of file systems.
const (
	longestName = 512
	longestWord = 200
)

// CheckName returns what is wrong with the name of an object, or nil. Anything on a shelf
// with a name that it refuses is not an object, and is not listed.
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

// isWord refuses a leading dot, so that no name is hidden or leads elsewhere.
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
