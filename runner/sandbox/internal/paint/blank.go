package paint

import "image"

// blank makes the file of a picture that went wrong: one dark colour, with a
// little noise, by which two of them are told apart as files. It has no words
// below it, since a provider's has none.
func (p *Painter) blank(r Recipe, d *dice) ([]byte, error) {
	p.canvas.reset(r.Width, r.Height)
	level := d.below(24)
	p.canvas.rect(image.Rect(0, 0, r.Width, r.Height), grey(level))
	for range r.Width * r.Height / 64 {
		at := image.Pt(d.below(r.Width), d.below(r.Height))
		p.canvas.rect(image.Rectangle{at, at.Add(image.Pt(1, 1))}, grey(level+2))
	}
	return p.press.print(p.canvas.image(), r.isJPEG())
}

func grey(level int) rgb { return rgb{uint8(level), uint8(level), uint8(level)} }
