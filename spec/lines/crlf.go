package lines

import (
	"iter"
	"strings"
)

// maxMixed bounds the line ends of a text that are tried one by one.
const maxMixed = 10

// CRLF yields a text with CRLF at all of its line ends, and then, where these are few, at some.
func CRLF(text string) iter.Seq[string] {
	parts := strings.Split(text, "\n")
	ends := len(parts) - 1
	return func(yield func(string) bool) {
		if ends == 0 || !yield(strings.Join(parts, "\r\n")) || ends > maxMixed {
			return
		}
		for mask := range 1 << ends {
			var b strings.Builder
			for i, part := range parts {
				b.WriteString(part)
				switch {
				case i == ends:
				case mask>>i&1 == 1:
					b.WriteString("\r\n")
				default:
					b.WriteString("\n")
				}
			}
			if !yield(b.String()) {
				return
			}
		}
	}
}
