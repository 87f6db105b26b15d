package paint

import (
	"image"
	"image/png"
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/draw"
)

func TestSheet(t *testing.T) {
	spec := os.Getenv("SHEET") // out cols side files...
	if spec == "" {
		t.Skip()
	}
	f := strings.Fields(spec)
	cols, _ := strconv.Atoi(f[1])
	side, _ := strconv.Atoi(f[2])
	fs := f[3:]
	rows := (len(fs) + cols - 1) / cols
	s := image.NewRGBA(image.Rect(0, 0, cols*side, rows*side))
	for i, name := range fs {
		r, _ := os.Open(name)
		img, _, err := image.Decode(r)
		if err != nil {
			t.Fatal(name, err)
		}
		b := img.Bounds()
		k := float64(side-8) / float64(max(b.Dx(), b.Dy()))
		x, y := (i%cols)*side+4, (i/cols)*side+4
		draw.CatmullRom.Scale(s, image.Rect(x, y, x+int(float64(b.Dx())*k), y+int(float64(b.Dy())*k)), img, b, draw.Src, nil)
	}
	o, _ := os.Create(f[0])
	png.Encode(o, s)
	o.Close()
}
