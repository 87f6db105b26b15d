package page

import (
	"bytes"
	"strings"
)

// compact removes what a script does not need to run: comments, indentation and optional
// spaces. It understands the strings, templates and regular expressions of our own scripts,
// none of which spans lines, and no others.
func compact(script []byte) []byte {
	var out bytes.Buffer
	for line := range strings.Lines(string(script)) {
		from := out.Len()
		compactLine(&out, strings.TrimSpace(line))
		if out.Len() > from {
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}

func compactLine(out *bytes.Buffer, line string) {
	last := byte('\n') // the last byte written
	for i := 0; i < len(line); {
		c := line[i]
		n := 1
		switch {
		case c == '/' && strings.HasPrefix(line[i:], "//"):
			return
		case c == ' ' && optional(last, line[i+1]):
			i++
			continue
		case c == '\'', c == '"', c == '`', c == '/' && strings.IndexByte("\n(,=:[!&|?{;>", last) >= 0:
			n = literal(line[i:])
		}
		out.WriteString(line[i : i+n])
		i += n
		last = line[i-1]
	}
}

// optional reports whether a space between two bytes can be left out: it separates neither
// words nor two signs that would become ++ or --.
func optional(last, next byte) bool {
	return !(word(last) && word(next)) && !(last == next && (last == '+' || last == '-'))
}

// literal returns the length of the string, template or regular expression that s begins
// with.
func literal(s string) int {
	class := false // inside [ and ] of a regular expression
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[0] == '/' && s[i] == '[':
			class = true
		case s[0] == '/' && s[i] == ']':
			class = false
		case s[i] == s[0] && !class:
			return i + 1
		}
	}
	panic("a script of the page has a literal without an end: " + s)
}

func word(c byte) bool {
	return c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}
