package bound

import "bytes"

// inCode takes one token outside of templates.
func (s *scanner) inCode() {
	c := s.at(0)
	switch {
	case c == ' ' || c == '\t' || c == '\r':
		s.pos++
	case c == '\n':
		s.newline()
	case isWord(c):
		s.word()
	default:
		s.symbol(c)
	}
}

func (s *scanner) symbol(c byte) {
	switch c {
	case '{':
		s.push(brace, 1)
	case '[':
		s.chain(1) // an index chains as an operator does
		s.push(bracket, 1)
	case '(':
		s.push(paren, 1)
	case '"':
		s.push(quoted, 1)
	case '}':
		s.closeBrace()
	case ']':
		s.closeMatching(bracket)
	case ')':
		s.closeMatching(paren)
	case ',':
		s.separate()
		s.token(1)
	case '#':
		s.comment()
	case '/':
		s.slash()
	case '<':
		if marker, size := s.heredocStart(); size > 0 {
			s.push(heredoc, size)
			s.top().marker = marker
			return
		}
		s.operator()
	case '*', '+', '-', '%', '>', '!', '&', '|', '?', '=':
		s.operator()
	default:
		s.token(1)
	}
}

func (s *scanner) newline() {
	if f := s.top(); f.kind == body || f.kind == brace && !f.loop {
		s.separate()
	}
	s.token(1)
	if s.piece == 0 || len(s.frames) > 1 || s.pos-s.start < s.piece {
		return
	}
	// Only after a line that ends with a brace: in the middle of an expression
	// that is broken over lines by mistake, a cut would change the message.
	// HCL drops a byte order mark at the start of a text, and refuses it elsewhere.
	ends := bytes.HasSuffix(bytes.TrimRight(s.src[s.start:s.pos], "\r\n"), []byte("}"))
	if ends && !bytes.HasPrefix(s.src[s.pos:], []byte("\ufeff")) {
		s.shape.Pieces = append(s.shape.Pieces, s.pos)
		s.start, s.tokens = s.pos, 0
	}
}

// operator takes one of one or two characters. A single = sets an argument.
func (s *scanner) operator() {
	c, next := s.at(0), s.at(1)
	if next == '=' && bytes.IndexByte([]byte("=!<>"), c) >= 0 || next == c && (c == '&' || c == '|') {
		s.chain(1)
		s.token(2)
		return
	}
	if c != '=' {
		s.chain(1)
	}
	s.token(1)
}

func (s *scanner) closeMatching(k kind) {
	if s.top().kind == k {
		s.pop(len(s.frames) - 1)
	}
	s.token(1)
}

// closeBrace closes the innermost brace, whatever other brackets are still
// open in it, as HCL's scanner does.
func (s *scanner) closeBrace() {
	for i := len(s.frames) - 1; i > 0; i-- {
		if k := s.frames[i].kind; k == brace || k == interpol || k == directive {
			s.pop(i)
			break
		}
	}
	s.token(1)
}

// word takes a name, keyword or number.
func (s *scanner) word() {
	size := 1
	for s.pos+size < len(s.src) && (isWord(s.src[s.pos+size]) || s.src[s.pos+size] == '-') {
		size++
	}
	if f := s.top(); !f.word && (f.kind == brace || f.kind == directive) {
		f.word = true
		s.keyword(string(s.src[s.pos : s.pos+size]))
	}
	s.token(size)
}

// keyword looks at the first word in a brace or a directive.
func (s *scanner) keyword(word string) {
	f := s.top()
	if f.kind == brace {
		f.loop = word == "for"
		return
	}
	around := &s.frames[len(s.frames)-2] // the template that the directive stands in
	switch word {
	case "if", "for":
		around.chain += nestingWeight
		s.add(nestingWeight)
	case "endif", "endfor":
		if around.chain > 0 {
			around.chain -= nestingWeight
			s.weight -= nestingWeight
		}
	}
}

// comment skips to the end of the line.
func (s *scanner) comment() {
	n := bytes.IndexByte(s.src[s.pos:], '\n')
	if n < 0 {
		n = len(s.src) - s.pos
	}
	s.token(n)
}

func (s *scanner) slash() {
	switch s.at(1) {
	case '/':
		s.comment()
		return
	case '*':
		if n := bytes.Index(s.src[s.pos+2:], []byte("*/")); n >= 0 {
			s.token(n + 4)
			return
		}
	}
	s.operator()
}

// isWord takes everything beyond ASCII for a letter: what HCL does not allow in
// names makes an invalid token, which nests nothing either.
func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}
