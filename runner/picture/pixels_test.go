package picture

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"gesso/runner/picture/container"
)

func TestPixelHash(t *testing.T) {
	hash := func(data []byte) string {
		t.Helper()
		sum, _, err := PixelHash(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	img := sheet(20, 10, func(x, y int) color.NRGBA { return color.NRGBA{uint8(x), uint8(y), 7, uint8(x * 13)} })
	want := hash(pngOf(t, img))
	wide := image.NewNRGBA64(img.Rect)
	for x := range 20 {
		for y := range 10 {
			wide.Set(x, y, stripes(20, 10).At(x, y))
		}
	}
	for name, data := range map[string][]byte{
		"as WebP":           webpOf(t, img),
		"with metadata":     said(t, pngOf(t, img), container.Metadata{XMP: []byte("<x/>"), Profile: profile("RGB ", 200)}),
		"of hidden colours": pngOf(t, sheet(20, 10, func(x, y int) color.NRGBA { c := img.NRGBAAt(x, y); c.B += 3 * (1 - min(c.A, 1)); return c })),
	} {
		if got := hash(data); got != want {
			t.Errorf("%s: another hash", name)
		}
	}
	if hash(pngOf(t, wide)) != hash(pngOf(t, stripes(20, 10))) {
		t.Error("sixteen bits are not eight")
	}
	grey := image.NewGray(image.Rect(0, 0, 20, 10))
	if hash(pngOf(t, grey)) != hash(webpOf(t, grey)) || hash(pngOf(t, grey)) == want {
		t.Error("grey is not what it shows")
	}
	lossy := jpegWith(t, exifOf(byteOrders[0], 6))
	if hash(lossy) != hash(convert(t, lossy, WebP)) || hash(lossy) == hash(jpegOf(t, corners())) {
		t.Error("a turned picture is not what it shows")
	}
}
