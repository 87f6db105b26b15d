package bound

import (
	"bytes"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

const (
	// maxWeight bounds how deep a text nests: nestingWeight for each bracket,
	// quote or directive that is open, 1 for each operator chained in the
	// expression at hand. The parser needs some 12 KB of stack for a bracket
	// and 2 KB for an operator, so this is 15 MB of Go's 1 GB.
	maxWeight     = 10_000
	nestingWeight = 10

	// MaxTokens is how many tokens one piece of text may have. The parser holds
	// all of them at once, 104 bytes each.
	MaxTokens = 4_000_000
)

// Shape is what Scan finds out about a text.
type Shape struct {
	// Over is the offset of the first byte that nests or chains deeper than can
	// be parsed safely, or -1.
	Over int
	// Crowded is the offset where a piece has had more than MaxTokens tokens,
	// or -1.
	Crowded int
	// Tokens is how many there are, about.
	Tokens int
	// Pieces are the offsets where the text can be cut: each at the start of a
	// line, outside of every block, string and comment.
	Pieces []int

	deepest int // brackets, quotes and templates open at once
}

// Scan goes through configuration text, or a template's, as HCL's own scanner
// would, without making tokens. It offers a cut after at least piece bytes; 0
// stands for none. It stops at the first excess.
func Scan(src []byte, template bool, piece int) Shape {
	s := &scanner{src: src, piece: piece, shape: Shape{Over: -1, Crowded: -1}, frames: make([]frame, 1, 32)}
	if template {
		s.frames[0].kind = heredoc // without a marker it never ends
	}
	for s.pos < len(src) && s.shape.Over < 0 && s.shape.Crowded < 0 {
		switch s.top().kind {
		case quoted:
			s.inQuotes()
		case heredoc:
			s.inHeredoc()
		default:
			s.inCode()
		}
	}
	return s.shape
}

type kind byte

const (
	body      kind = iota // the text itself
	brace                 // a block or an object
	bracket               // [
	paren                 // (
	interpol              // ${
	directive             // %{
	quoted
	heredoc
)

// frame is something open.
type frame struct {
	kind   kind
	chain  int    // operators since the last separator; in templates, the weight of open directives
	marker []byte // that ends a heredoc
	inLine bool   // of a heredoc: something stands on this line that is not literal text
	word   bool   // a word was seen; the first one decides what a brace or directive is
	loop   bool   // a for expression, in which newlines separate nothing
}

type scanner struct {
	src    []byte
	pos    int
	frames []frame
	weight int
	tokens int
	piece  int
	start  int // of the piece
	shape  Shape
}

func (s *scanner) top() *frame { return &s.frames[len(s.frames)-1] }

func (s *scanner) at(i int) byte {
	if s.pos+i < len(s.src) {
		return s.src[s.pos+i]
	}
	return 0
}

// token counts one and goes on behind it.
func (s *scanner) token(size int) {
	s.pos += size
	s.shape.Tokens++
	if s.tokens++; s.tokens > MaxTokens {
		s.shape.Crowded = s.pos - size
	}
}

func (s *scanner) push(k kind, size int) {
	s.frames = append(s.frames, frame{kind: k})
	s.shape.deepest = max(s.shape.deepest, len(s.frames)-1)
	s.add(nestingWeight)
	s.token(size)
}

// pop closes what is open above the frame i, and that frame too.
func (s *scanner) pop(i int) {
	for _, f := range s.frames[i:] {
		s.weight -= nestingWeight + f.chain
	}
	s.frames = s.frames[:i]
}

func (s *scanner) add(weight int) {
	if s.weight += weight; s.weight > maxWeight {
		s.shape.Over = s.pos
	}
}

// chain notes an operator: the parser's tree grows deeper by one.
func (s *scanner) chain(weight int) {
	s.top().chain += weight
	s.add(weight)
}

// separate ends an expression.
func (s *scanner) separate() {
	s.weight -= s.top().chain
	s.top().chain = 0
}

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
	for end < len(rest) && isWord(rest[end]) {
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

// ScanJSON is Scan for JSON text, which is not cut.
func ScanJSON(src []byte) Shape {
	shape := Shape{Over: -1, Crowded: -1}
	depth := 0
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '[', '{':
			if depth++; depth > maxWeight/nestingWeight {
				shape.Over = i
				return shape
			}
		case ']', '}':
			depth--
		case '"':
			for i++; i < len(src) && src[i] != '"'; i++ {
				if src[i] == '\\' {
					i++
				}
			}
		default:
			continue
		}
		if shape.Tokens++; shape.Tokens > MaxTokens {
			shape.Crowded = min(i, len(src)-1)
			return shape
		}
	}
	return shape
}
