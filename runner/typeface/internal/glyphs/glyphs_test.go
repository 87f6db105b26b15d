package glyphs

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

var (
	from   = flag.String("unifont", "", "folder with unifont.hex, plane00-combining.txt and unifont_upper.otf, of Debian's packages unifont and fonts-unifont 15.0.01")
	update = flag.Bool("update", false, "write the files that hold the glyphs")
)

func TestFind(t *testing.T) {
	for r, want := range map[rune]string{
		'水': "wide", 'ก': "narrow", 'ि': "combining", '각': "wide", '🦊': "wide", '𝕏': "narrow", 0xa015: "wide", 0x3400: "wide",
		0xe000: "none", 0x10ffff: "none", -1: "none", 0x1f000 - 1: "none",
	} {
		g, ok := Find(r)
		got := "narrow"
		switch {
		case !ok:
			got = "none"
		case g.Back > 0:
			got = "combining"
		case g.Width == 16:
			got = "wide"
		}
		if got != want {
			t.Errorf("%c, U+%04X, is %s, want %s", r, r, got, want)
		}
	}
	const horn = ".......#........"
	if g, _ := Find('中'); fmt.Sprintf("%016b", g.Rows[0]) != strings.NewReplacer(".", "0", "#", "1").Replace(horn) {
		t.Errorf("the first row of 中 is %016b", g.Rows[0])
	}
}

// What is in the program is what the font's own files say.
func TestGlyphsAreTheFonts(t *testing.T) {
	if *from == "" {
		t.Skip("-unifont names no folder")
	}
	all := append(plane0(t, *from), beyond(t, *from)...)
	slices.SortFunc(all, func(a, b source) int { return cmp.Compare(a.r, b.r) })
	names := []string{partHan: "han", partRare: "rare", partHangul: "hangul", partRest: "rest"}
	for i, name := range names {
		var own []source
		for _, s := range all {
			if partIndex(s.r) == i {
				own = append(own, s)
			}
		}
		packed, file := pack(own), filepath.Join("data", name+".z")
		if *update {
			if err := os.WriteFile(file, packed, 0o644); err != nil {
				t.Fatal(err)
			}
			t.Logf("%s: %d glyphs, %d bytes", file, len(own), len(packed))
		}
		p := opened[i]()
		for _, s := range own {
			if got, ok := p.find(s.r); !ok && !*update || ok && got != s.Glyph {
				t.Errorf("U+%04X is %v, %v, want %v", s.r, got, ok, s.Glyph)
			}
		}
	}
}

// source is a glyph of the font.
type source struct {
	r rune
	Glyph
}

// plane0 reads the font's own format: a character and its pixels a line, in hexadecimal.
func plane0(t *testing.T, dir string) (all []source) {
	back := map[rune]int{}
	for _, line := range lines(t, filepath.Join(dir, "plane00-combining.txt")) {
		r, offset := entry(t, line, 10)
		back[r] = int(-offset)
	}
	for _, line := range lines(t, filepath.Join(dir, "unifont.hex")) {
		code, pixels, _ := strings.Cut(line, ":")
		r, _ := entry(t, code+":0", 16)
		if r >= 0xd800 && r <= 0xf8ff || back[r] == 12 {
			continue // nothing is assigned there
		}
		g := source{r: r, Glyph: Glyph{Width: len(pixels) / 4, Back: back[r]}}
		for y := range g.Rows {
			digits := g.Width / 4
			n, err := strconv.ParseUint(pixels[y*digits:(y+1)*digits], 16, 16)
			if err != nil {
				t.Fatal(err)
			}
			g.Rows[y] = uint16(n) << (16 - g.Width)
		}
		all = append(all, g)
	}
	return all
}

// beyond draws what is only there as outlines, which are squares of pixels.
func beyond(t *testing.T, dir string) (all []source) {
	data, err := os.ReadFile(filepath.Join(dir, "unifont_upper.otf"))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := opentype.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: Height, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		t.Fatal(err)
	}
	for _, span := range [][2]rune{{0x1d400, 0x1d7ff}, {0x1f000, 0x1faff}} {
		for r := span[0]; r <= span[1]; r++ {
			if i, err := parsed.GlyphIndex(nil, r); err != nil || i == 0 {
				continue
			}
			where, mask, at, advance, ok := face.Glyph(fixed.P(0, Ascent), r)
			if !ok {
				t.Fatalf("U+%04X cannot be drawn", r)
			}
			g := source{r: r, Glyph: Glyph{Width: advance.Round()}}
			for y := where.Min.Y; y < where.Max.Y; y++ {
				for x := where.Min.X; x < where.Max.X; x++ {
					if mask.(*image.Alpha).AlphaAt(at.X+x-where.Min.X, at.Y+y-where.Min.Y).A > 127 {
						g.Rows[y] |= 1 << (15 - x)
					}
				}
			}
			all = append(all, g)
		}
	}
	return all
}

func lines(t *testing.T, file string) (all []string) {
	opened, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for scan := bufio.NewScanner(opened); scan.Scan(); {
		all = append(all, scan.Text())
	}
	return all
}

func entry(t *testing.T, line string, base int) (rune, int64) {
	code, value, _ := strings.Cut(line, ":")
	r, err := strconv.ParseUint(code, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.ParseInt(value, base, 32)
	if err != nil {
		t.Fatal(err)
	}
	return rune(r), n
}

// pack is what open opens.
func pack(all []source) []byte {
	var head, pixels []byte
	runs, next := 0, rune(0)
	for i := 0; i < len(all); runs++ {
		first, end := all[i], i+1
		for end < len(all) && all[end].r == first.r+rune(end-i) && all[end].Width == first.Width && all[end].Back == first.Back {
			end++
		}
		for _, n := range []int{int(first.r - next), end - i, first.Width, first.Back} {
			head = binary.AppendUvarint(head, uint64(n))
		}
		for ; i < end; i++ {
			for x := 0; x < first.Width; x += 8 {
				for _, row := range all[i].Rows {
					pixels = append(pixels, byte(row>>(8-x)))
				}
			}
		}
		next = all[end-1].r + 1
	}
	data := append(append(binary.AppendUvarint(nil, uint64(runs)), head...), pixels...)
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		panic(err)
	}
	_, _ = w.Write(data)
	_ = w.Close()
	return packed.Bytes()
}
