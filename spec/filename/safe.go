package filename

import (
	"strings"
	"unicode"
)

// Safe keeps what is safe in a file's name on every system, and makes a dash of what
// is not. It is for strings.Map.
func Safe(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || strings.ContainsRune("._-", r) {
		return r
	}
	return '-'
}
