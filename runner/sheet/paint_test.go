package sheet

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/jpeg"
	"io/fs"

	"gesso/runner/typeface"
)

// paint has pictures of one colour, named by it.
type paint struct{}

var errBroken = errors.New("broken")

func (paint) Thumb(sha string) ([]byte, error) {
	if sha == "broken" {
		return nil, errBroken
	}
	colour, known := colours()[sha]
	if !known {
		return nil, fs.ErrNotExist
	}
	img := image.NewRGBA(image.Rect(0, 0, 320, 320))
	draw.Draw(img, img.Rect, image.NewUniform(colour), image.Point{}, draw.Src)
	var file bytes.Buffer
	err := jpeg.Encode(&file, img, nil)
	return file.Bytes(), err
}

func newFace() *typeface.Face { return typeface.New() }
