package plain

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
)

// reader goes through a text. Whoever finds what is not plain sets odd, and what is
// read from then on is of no use.
type reader struct {
	src    []byte
	name   string
	offset int // of src in its file
	pos    hcl.Pos
	odd    bool
	words  map[string]string // by themselves: what comes again takes no room again
}

func (r *reader) rest() []byte { return r.src[r.pos.Byte-r.offset:] }

func (r *reader) atEnd() bool { return r.pos.Byte-r.offset == len(r.src) }

// next is the byte that comes, or 0.
func (r *reader) next() byte {
	if r.atEnd() {
		return 0
	}
	return r.src[r.pos.Byte-r.offset]
}

// take goes on by letters that are a byte each and not the end of a line.
func (r *reader) take(n int) hcl.Range {
	rng := hcl.Range{Filename: r.name, Start: r.pos}
	r.pos.Byte += n
	r.pos.Column += n
	rng.End = r.pos
	return rng
}

// sign takes a sign that has to come.
func (r *reader) sign(c byte) hcl.Range {
	if r.odd || r.next() != c {
		r.odd = true
		return hcl.Range{}
	}
	return r.take(1)
}

func (r *reader) space() {
	text := r.rest()
	n := 0
	for n < len(text) && (text[n] == ' ' || text[n] == '\t') {
		n++
	}
	r.pos.Byte += n
	r.pos.Column += n
}

// lineEnd takes what stands behind the last sign of a line: a comment at most.
func (r *reader) lineEnd() {
	r.space()
	text := r.rest()
	n := bytes.IndexByte(text, '\n') + 1
	switch {
	case len(text) == 0:
		return
	case n == 1:
	case text[0] != '#' && !bytes.HasPrefix(text, []byte("//")), n == 0:
		r.odd = true
		return
	}
	r.pos = hcl.Pos{Line: r.pos.Line + 1, Column: 1, Byte: r.pos.Byte + n}
}

// emptyLines takes lines without a block or an argument, and the space before one.
func (r *reader) emptyLines() {
	for !r.odd {
		r.space()
		switch r.next() {
		case '\n', '#', '/':
			r.lineEnd()
		default:
			return
		}
	}
}

// identifier takes a name, of ASCII alone.
func (r *reader) identifier() (string, hcl.Range) {
	text := r.rest()
	n := 0
	for n < len(text) && (isLetter(text[n]) || n > 0 && (text[n] >= '0' && text[n] <= '9' || text[n] == '-')) {
		n++
	}
	if n == 0 {
		r.odd = true
		return "", hcl.Range{}
	}
	return r.word(text[:n]), r.take(n)
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }

// longest is that of the texts that are looked for among those before: a model or a size
// comes again and again, a prompt does not.
const longest = 16

func (r *reader) shared(text []byte) string {
	if len(text) > longest {
		return string(text)
	}
	return r.word(text)
}

func (r *reader) word(text []byte) string {
	if word, known := r.words[string(text)]; known {
		return word
	}
	if r.words == nil {
		r.words = map[string]string{}
	}
	word := string(text)
	r.words[word] = word
	return word
}
