package paint

import (
	"fmt"
	"image"

	"gesso/runner/typeface"
)

// bandHeight is the height of the band of words at the bottom of a picture: the
// same for all pictures of a size, so that an edit's band covers its source's.
func bandHeight(w, h int) int {
	return min(int(textSize(w, h)*5), h*3/10)
}

// textSize is the size in pixels that words have when they fit on two lines.
func textSize(w, h int) float64 { return max(float64(min(w, h))/36, 11) }

// smallest is the least size in pixels at which the font can be read.
const smallest = 9

// letters are what words are set in.
type letters struct{ *typeface.Face }

// label is the words of one picture, laid out.
type label struct {
	dark    bool            // light words on a dark band, or the reverse
	band    image.Rectangle // where it is
	aside   image.Rectangle // room for the picture of a source, empty where there is none
	dots    bool            // the palette's colours stand at its right end
	letters letters
	lines   []line // of the prompt, and then of the facts
}

// line is a row of words in one size.
type line struct {
	text  string
	size  int
	x, y  int // where its baseline begins
	quiet bool
}

// label lays a recipe's words out in a band of the given height.
func (t letters) label(r Recipe, height int) *label {
	l := &label{letters: t, band: image.Rect(0, r.Height-height, r.Width, r.Height)}
	text := textSize(r.Width, r.Height)
	pad := int(text * 0.8)
	room := l.band.Inset(min(pad, height/6))
	if side := room.Dy(); r.Depth > 0 && room.Dx() > side*3 {
		l.aside = image.Rect(room.Max.X-side, room.Min.Y, room.Max.X, room.Max.Y)
		room.Max.X -= side + pad
	}
	facts := int(max(text*0.58, smallest))
	factsHeight := t.Height(facts)
	if room.Dy() < factsHeight+t.Height(smallest) {
		factsHeight = 0 // too small a picture for more than the prompt
	}
	told := r.facts()
	if dots := swatchRoom(height, room.Dx()); r.Depth == 0 && dots > 0 && (factsHeight == 0 || t.Width(told, facts) <= room.Dx()-dots) {
		l.dots = true
		room.Max.X -= dots
	}
	room.Max.Y -= factsHeight
	l.lines = t.fit(typeface.Line(r.Prompt), room, text)
	if factsHeight > 0 {
		text := t.Cut(told, facts, room.Dx())
		l.lines = append(l.lines, line{text: text, size: facts, x: room.Min.X, y: room.Max.Y + t.Ascent(facts), quiet: true})
	}
	return l
}

// facts are what the picture tells of itself besides its prompt, first that it is a
// placeholder.
func (r Recipe) facts() string {
	what := fmt.Sprintf("%s  ·  %d×%d  ·  seed %d", typeface.Line(r.Model), r.Width, r.Height, r.Seed)
	if r.Depth > 0 {
		what = fmt.Sprintf("edit %d  ·  %s", r.Depth, what)
	}
	return "sandbox  ·  " + what
}

// fit sets words as large as they fit: on one line large, on two or three smaller,
// and cut with an ellipsis where even that is too little.
func (t letters) fit(words string, room image.Rectangle, text float64) []line {
	var best []line
	for _, try := range []struct {
		scale float64
		lines int
	}{{1.3, 1}, {1, 2}, {0.84, 2}, {0.72, 3}} {
		size := int(max(text*try.scale, smallest))
		height := t.Height(size)
		lines := min(try.lines, room.Dy()/height)
		if lines == 0 {
			continue
		}
		rows, whole := t.Wrap(words, size, room.Dx(), lines)
		best = best[:0]
		// Lines are set in the middle of the room.
		top := room.Min.Y + (room.Dy()-len(rows)*height)/2
		for i, row := range rows {
			best = append(best, line{text: row, size: size, x: room.Min.X, y: top + i*height + t.Ascent(size)})
		}
		if whole {
			return best
		}
	}
	return best
}

// draw paints the band and its words.
func (l *label) draw(on surface, inks inks) {
	back, front := inks.paper, inks.dark
	if l.dark {
		back, front = front, back
	}
	on.rect(l.band, back)
	for _, line := range l.lines {
		col := front
		if line.quiet {
			col = mix(front, back, 0.38)
		}
		l.letters.Draw(line.text, image.Pt(line.x, line.y), line.size, func(x, y int, cover uint8) {
			on.dab(x, y, col, float64(cover)/255)
		})
	}
}

// swatchRoom is the width that the palette's dots take of a band: none where words
// would have too little.
func swatchRoom(height, width int) int {
	if room := height; room*4 < width {
		return room
	}
	return 0
}

// drawSwatches sets the palette's colours as dots at the right end of the band.
func (l *label) drawSwatches(on *canvas, inks inks) {
	if !l.dots {
		return
	}
	height := l.band.Dy()
	r := float64(height) / 18
	x, y := float64(l.band.Max.X)-float64(height)/6-r, float64(l.band.Min.Y)+float64(height)/2
	in := region{0, 0, float64(on.w), float64(on.h)}
	for i, col := range []rgb{inks.accent, inks.tones[3], inks.tones[2], inks.tones[1], inks.tones[0]} {
		disc(in, on.flat(col), x-float64(i)*r*2.5, y, r)
	}
}
