package bound

import (
	"bytes"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// inQuotes takes one piece of a quoted template.
func (s *scanner) inQuotes() {
	rest := s.src[s.pos:]
	n := bytes.IndexAny(rest, "\"\\$%")
	switch {
	case n < 0:
		s.token(len(rest))
		return
	case n > 0:
		s.token(n)
	}
	switch s.at(0) {
	case '"':
		s.token(1)
		s.pop(len(s.frames) - 1)
	case '\\':
		if next := s.at(1); next == '\n' || next == '\r' {
			s.token(1)
			return
		}
		s.pos += min(2, len(s.src)-s.pos)
	default:
		s.marker()
	}
}

// marker takes a $ or % of a template: the begin of an interpolation or
// directive, the escape of one, or itself.
func (s *scanner) marker() {
	c, next := s.at(0), s.at(1)
	switch {
	case next == '{' && c == '$':
		s.push(interpol, 2)
	case next == '{':
		s.push(directive, 2)
	case next == c && s.at(2) == '{':
		s.token(3)
	default:
		s.token(1)
	}
}

// inHeredoc takes one piece of a line of a heredoc.
func (s *scanner) inHeredoc() {
	f := s.top()
	rest := s.src[s.pos:]
	n := bytes.IndexAny(rest, "\n$%")
	switch {
	case n < 0:
		s.token(len(rest))
	case rest[n] != '\n':
		f.inLine = true
		s.pos += n
		s.marker()
	default:
		ends := !f.inLine && f.marker != nil && bytes.Equal(bytes.TrimSpace(rest[:n]), f.marker)
		f.inLine = false
		if ends {
			s.pop(len(s.frames) - 1)
			s.token(n) // the newline belongs to the code
			return
		}
		f.lines++
		if s.lines += f.lines; s.lines > maxLineWork {
			s.shape.Long = s.pos + n
		}
		s.token(n + 1)
	}
}

// heredocStart measures <<NAME or <<-NAME with the end of its line, or returns 0.
func (s *scanner) heredocStart() (marker []byte, size int) {
	rest := s.src[s.pos:]
	if !bytes.HasPrefix(rest, []byte("<<")) {
		return nil, 0
	}
	size = 2
	if s.at(2) == '-' {
		size = 3
	}
	end := size
	for end < len(rest) && (isWord(rest[end]) || rest[end] == '-') {
		end++
	}
	marker = rest[size:end]
	if end < len(rest) && rest[end] == '\r' {
		end++
	}
	if end >= len(rest) || rest[end] != '\n' || !hclsyntax.ValidIdentifier(string(marker)) {
		return nil, 0
	}
	return marker, end + 1
}
