// Package glyphs has a small picture of nearly every character: 16 pixels high, 8 or 16
// wide, of the Basic Multilingual Plane and of emoji and other symbols beyond it.
//
// They are those of GNU Unifont 15.0.01, under the SIL Open Font License in OFL.txt beside
// this file. They lie in the program compressed, in four parts, and a part is opened when
// a character of it is first asked for. How they got here, and that they are all here, is
// in the test: it makes the files from Debian's packages, and compares.
//
// It is not for text: which characters follow each other, and where, is package
// typeface's business.
//
//	g, ok := glyphs.Find('水')
package glyphs

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"sort"
	"sync"
)

// Glyph is a character's picture. Its rows begin with the leftmost pixel as the highest
// bit; the first 14 of them stand above the baseline.
type Glyph struct {
	Rows  [Height]uint16
	Width int // 8 or 16
	Back  int // pixels by which a combining one lies before where the last character ended; 0: it combines with nothing
}

// Height is that of all glyphs, in pixels, and Ascent how much of it is above the baseline.
const (
	Height = 16
	Ascent = 14
)

// Find is the glyph of a character, and false where there is none. It is safe for
// concurrent use.
func Find(r rune) (Glyph, bool) {
	return partOf(r)().find(r)
}

//go:embed data/han.z
var han string

//go:embed data/rare.z
var rare string

//go:embed data/hangul.z
var hangul string

//go:embed data/rest.z
var rest string

// opened are the parts, each opened once.
var opened = [...]func() *part{
	sync.OnceValue(func() *part { return open(han) }),
	sync.OnceValue(func() *part { return open(rare) }),
	sync.OnceValue(func() *part { return open(hangul) }),
	sync.OnceValue(func() *part { return open(rest) }),
}

// The parts, by the characters that are in them.
const (
	partHan = iota
	partRare
	partHangul
	partRest
)

// partIndex tells where a character would be.
func partIndex(r rune) int {
	switch {
	case r >= 0x4e00 && r <= 0x9fff:
		return partHan
	case r >= 0x3400 && r <= 0x4dbf || r >= 0xa000 && r <= 0xa4cf: // rare ideographs, and Yi
		return partRare
	case r >= 0xac00 && r <= 0xd7a3:
		return partHangul
	}
	return partRest
}

func partOf(r rune) func() *part { return opened[partIndex(r)] }

// part is some of the glyphs.
type part struct {
	runs []run // in the order of their characters
	bits []byte
}

// run is neighbouring characters whose glyphs are of one kind.
type run struct {
	first  rune
	count  int
	width  int
	back   int
	offset int // of the first one's pixels
}

// size is that of one glyph, in bytes.
func (r run) size() int { return r.width / 8 * Height }

func (p *part) find(r rune) (Glyph, bool) {
	i := sort.Search(len(p.runs), func(i int) bool { return p.runs[i].first > r }) - 1
	if i < 0 || int(r-p.runs[i].first) >= p.runs[i].count {
		return Glyph{}, false
	}
	at := p.runs[i]
	bits := p.bits[at.offset+int(r-at.first)*at.size():][:at.size()]
	g := Glyph{Width: at.width, Back: at.back}
	for y := range g.Rows {
		g.Rows[y] = uint16(bits[y]) << 8
		if at.width == 16 {
			g.Rows[y] |= uint16(bits[Height+y])
		}
	}
	return g, true
}

// open reads a part: the number of its runs; of each, how far its first character is from
// the last one before, how many there are, their width and back; then the pixels, column
// of bytes by column.
func open(packed string) *part {
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader([]byte(packed))))
	if err != nil {
		panic(fmt.Errorf("the glyphs in the program are damaged: %w", err))
	}
	number := func() int {
		n, size := binary.Uvarint(data)
		data = data[size:]
		return int(n)
	}
	p := &part{runs: make([]run, number())}
	next, offset := rune(0), 0
	for i := range p.runs {
		r := run{first: next + rune(number()), count: number(), width: number(), back: number(), offset: offset}
		next, offset = r.first+rune(r.count), offset+r.count*r.size()
		p.runs[i] = r
	}
	p.bits = data
	return p
}
