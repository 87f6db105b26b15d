package cli_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdPaint does to a picture what people and their programs do: paint FILE [HOW], where
// HOW is over (a hand has painted on it; again paints elsewhere), again, pack (the same
// pixels in other bytes; squeeze in still others), jpeg (in that format, whatever the name), or cut (its end is
// missing).
func cmdPaint(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: paint FILE [over|again|pack|squeeze|jpeg|cut]")
	}
	how := "over"
	if len(args) == 2 {
		how = args[1]
	}
	name := ts.MkAbs(args[0])
	content, err := os.ReadFile(name)
	ts.Check(err)
	painted, err := paint(content, filepath.Ext(name), how)
	ts.Check(err)
	ts.Check(os.WriteFile(name, painted, 0o666))
}

func paint(content []byte, extension, how string) ([]byte, error) {
	if how == "cut" {
		return content[:len(content)*2/3], nil
	}
	from, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	canvas := image.NewNRGBA(from.Bounds())
	draw.Draw(canvas, canvas.Bounds(), from, from.Bounds().Min, draw.Src)
	stroke := canvas.Bounds().Inset(canvas.Bounds().Dx() / 4)
	switch how {
	case "over":
		draw.Draw(canvas, stroke, image.NewUniform(color.NRGBA{200, 30, 30, 255}), image.Point{}, draw.Src)
	case "again":
		draw.Draw(canvas, stroke.Inset(stroke.Dx()/4), image.NewUniform(color.NRGBA{30, 200, 30, 255}), image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	switch {
	case how == "jpeg" || extension == ".jpg":
		err = jpeg.Encode(&out, canvas, &jpeg.Options{Quality: 90})
	case how == "squeeze":
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, canvas)
	default:
		err = (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&out, canvas)
	}
	return out.Bytes(), err
}
