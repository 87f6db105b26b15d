// Package typeface sets lines of text in any script on a picture.
//
// Letters that the Go font has are set in it: Latin, Greek, Cyrillic. All others come from
// small pictures of 16 pixels, scaled: nearly every script, and emoji. What even those
// lack is a box with the character's number. Nothing is ever drawn as dots, and two texts
// that differ look different.
//
// It promises that a line is never wider than [Face.Width] says and never higher than
// [Face.Height]; that [Face.Wrap] loses nothing but spaces, unless it says so; that any
// text at all can be set, also one that is not UTF-8; and that the same text gives the
// same pixels everywhere.
//
// It is not a shaping engine: Arabic letters are joined and what is written from right to
// left is, marks stand with their letter, but ligatures of Indic scripts are set as the
// letters that they are made of, and an emoji of several as several.
//
//	face := typeface.New()
//	rows, whole := face.Wrap(typeface.Line(prompt), 16, 300, 2)
//	for i, row := range rows {
//		at := image.Pt(10, 10+i*face.Height(16)+face.Ascent(16))
//		face.Draw(row, at, 16, func(x, y int, cover uint8) { … })
//	}
//
// How it reads: line.go makes of any text a line, with arabic.go; wrap.go breaks lines;
// order.go brings one into the order in which it is seen; face.go measures and draws, with
// cell.go for what the Go font lacks.
package typeface
