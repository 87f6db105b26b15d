package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// difference is the first pixel in which two pictures differ, "" for none. The colour
// of what cannot be seen is not compared.
func difference(a, b image.Image) string {
	if a.Bounds().Size() != b.Bounds().Size() {
		return fmt.Sprintf("%v and %v", a.Bounds(), b.Bounds())
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			ca := color.NRGBAModel.Convert(a.At(a.Bounds().Min.X+x, a.Bounds().Min.Y+y)).(color.NRGBA)
			cb := color.NRGBAModel.Convert(b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y)).(color.NRGBA)
			if ca != cb && (ca.A > 0 || cb.A > 0) {
				return fmt.Sprintf("at %d,%d: %v and %v", x, y, ca, cb)
			}
		}
	}
	return ""
}

func decoded(t testing.TB, data []byte) image.Image {
	t.Helper()
	img, _, err := Decode(bytes.NewReader(data), 0)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// Beside each WebP file lies what libwebp's own program decodes it to.
func TestLossyWebPHasTheColoursOfLibwebp(t *testing.T) {
	for _, name := range []string{"lossy", "alpha"} {
		data, err := os.ReadFile("testdata/" + name + ".webp")
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile("testdata/" + name + ".png")
		if err != nil {
			t.Fatal(err)
		}
		img := decoded(t, data)
		if d := difference(img, decoded(t, want)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if d := difference(decoded(t, convert(t, data, PNG)), img); d != "" {
			t.Errorf("%s as PNG: %s", name, d)
		}
	}
}

// Of all sizes of edges, qualities, and both layouts.
func TestLossyWebPAgreesWithDwebp(t *testing.T) {
	for _, program := range []string{"cwebp", "dwebp"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	dice := rand.New(rand.NewPCG(5, 6))
	for n := range 12 {
		w, h := 1+dice.IntN(40), 1+dice.IntN(40)
		from, coded, back := filepath.Join(t.TempDir(), "a.png"), filepath.Join(t.TempDir(), "a.webp"), filepath.Join(t.TempDir(), "b.png")
		img := sheet(w, h, func(x, y int) color.NRGBA {
			return color.NRGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8(dice.IntN(256)), uint8(255 - n%2*x*3)}
		})
		if err := os.WriteFile(from, pngOf(t, img), 0o666); err != nil {
			t.Fatal(err)
		}
		run(t, "cwebp", "-quiet", "-q", strconv.Itoa(n*9), from, "-o", coded)
		run(t, "dwebp", "-quiet", coded, "-o", back)
		if d := difference(decoded(t, read(t, coded)), decoded(t, read(t, back))); d != "" {
			t.Errorf("%dx%d: %s", w, h, d)
		}
	}
}

func run(t testing.TB, program string, args ...string) string {
	t.Helper()
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", program, err, out)
	}
	return string(out)
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The encoder of WebP keeps every pixel, whatever they are.
func TestWebPIsLossless(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 8))
	pictures := map[string]image.Image{
		"one pixel":  sheet(1, 1, func(int, int) color.NRGBA { return color.NRGBA{1, 2, 3, 255} }),
		"a row":      sheet(300, 1, func(x, _ int) color.NRGBA { return grey(x % 256) }),
		"a column":   sheet(1, 300, func(_, y int) color.NRGBA { return grey(y % 256) }),
		"one colour": sheet(200, 100, func(int, int) color.NRGBA { return white }),
		"static": sheet(130, 70, func(int, int) color.NRGBA {
			return color.NRGBA{uint8(dice.IntN(256)), uint8(dice.IntN(256)), uint8(dice.IntN(256)), uint8(dice.IntN(256))}
		}),
		"steep odds": sheet(400, 400, func(int, int) color.NRGBA { return grey(int(dice.ExpFloat64() * 9)) }),
		"few":        image.NewPaletted(image.Rect(0, 0, 9, 9), color.Palette{white}),
		"part":       sheet(64, 64, func(x, y int) color.NRGBA { return grey(x * y % 256) }).SubImage(image.Rect(5, 7, 40, 50)),
		"lossy":      decoded(t, jpegOf(t, noisy(64, 30))),
	}
	for name, img := range pictures {
		var file bytes.Buffer
		if err := Encode(&file, img, Encoding{Format: WebP}); err != nil {
			t.Fatal(err)
		}
		if d := difference(decoded(t, file.Bytes()), flat(img)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if _, err := exec.LookPath("dwebp"); err != nil {
			continue
		}
		coded, back := filepath.Join(t.TempDir(), "a.webp"), filepath.Join(t.TempDir(), "a.png")
		if err := os.WriteFile(coded, file.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		run(t, "dwebp", "-quiet", coded, "-o", back)
		if d := difference(decoded(t, read(t, back)), flat(img)); d != "" {
			t.Errorf("%s by libwebp: %s", name, d)
		}
	}
	if err := Encode(&bytes.Buffer{}, image.NewGray(image.Rect(0, 0, maxWebPSide+1, 1)), Encoding{Format: WebP}); err == nil {
		t.Error("a side longer than WebP has is written")
	}
}

func FuzzEncodeWebP(f *testing.F) {
	f.Add(uint8(3), []byte("a picture of these bytes"))
	f.Fuzz(func(t *testing.T, width uint8, pixels []byte) {
		w := int(width)%64 + 1
		h := len(pixels) / 4 / w
		if h == 0 {
			return
		}
		img := &image.NRGBA{Pix: pixels[:w*h*4], Stride: w * 4, Rect: image.Rect(0, 0, w, h)}
		var file bytes.Buffer
		if err := Encode(&file, img, Encoding{Format: WebP}); err != nil {
			t.Fatal(err)
		}
		again, err := png.Decode(bytes.NewReader(pngOf(t, decoded(t, file.Bytes()))))
		if err != nil {
			t.Fatal(err)
		}
		if d := difference(again, img); d != "" {
			t.Error(d)
		}
	})
}
