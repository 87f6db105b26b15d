package resample

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gesso/spec/derive"
)

// noise is a picture of random soft shapes, with transparency or without.
func noise(w, h int, see bool) *image.NRGBA {
	r := rand.New(rand.NewPCG(7, uint64(w*h)))
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8(r.IntN(256)), 255}
			if see {
				c.A = uint8((x*y + r.IntN(64)) % 256)
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// reference does the same by the definition, pixel by pixel in floating point.
func reference(img image.Image, l derive.Layout, background color.NRGBA) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, l.Width, l.Height))
	back := floats(background)
	for y := range l.Height {
		for x := range l.Width {
			c := [4]float64{}
			if (image.Point{X: x, Y: y}).In(l.Place) {
				c = sample(img, l, float64(x-l.Place.Min.X), float64(y-l.Place.Min.Y))
			}
			var over [4]float64
			for i := range over {
				over[i] = c[i] + back[i]*(1-c[3])
			}
			to := color.NRGBA{A: uint8(math.Round(over[3] * 255))}
			if over[3] > 0 {
				byte := func(v float64) uint8 { return uint8(math.Round(min(v/over[3], 1) * 255)) }
				to.R, to.G, to.B = byte(over[0]), byte(over[1]), byte(over[2])
			}
			out.SetNRGBA(x, y, to)
		}
	}
	return out
}

func sample(img image.Image, l derive.Layout, x, y float64) [4]float64 {
	kernel := func(x float64) float64 {
		switch x = math.Abs(x); {
		case x < 1:
			return 1.5*x*x*x - 2.5*x*x + 1
		case x < 2:
			return -0.5*x*x*x + 2.5*x*x - 4*x + 2
		}
		return 0
	}
	scaleX, scaleY := float64(l.Crop.Dx())/float64(l.Place.Dx()), float64(l.Crop.Dy())/float64(l.Place.Dy())
	atX, atY := (x+0.5)*scaleX-0.5, (y+0.5)*scaleY-0.5
	var sum [4]float64
	total := 0.0
	for v := range l.Crop.Dy() {
		wy := kernel((float64(v) - atY) / max(scaleY, 1))
		for u := range l.Crop.Dx() {
			w := wy * kernel((float64(u)-atX)/max(scaleX, 1))
			if w == 0 {
				continue
			}
			at := l.Crop.Min.Add(img.Bounds().Min).Add(image.Pt(u, v))
			for i, c := range floats(img.At(at.X, at.Y)) {
				sum[i] += w * c
			}
			total += w
		}
	}
	for i := range sum {
		sum[i] /= total
	}
	sum[3] = min(max(sum[3], 0), 1)
	for i := range 3 {
		sum[i] = min(max(sum[i], 0), sum[3])
	}
	return sum
}

// floats is a colour with its alpha multiplied in.
func floats(c color.Color) [4]float64 {
	r, g, b, a := c.RGBA()
	return [4]float64{float64(r) / 65535, float64(g) / 65535, float64(b) / 65535, float64(a) / 65535}
}

// farthest is how far the colours of two pictures are apart, where they can be seen.
func farthest(a, b image.Image) float64 {
	if a.Bounds().Size() != b.Bounds().Size() {
		return math.Inf(1)
	}
	most := 0.0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := floats(a.At(x+a.Bounds().Min.X, y+a.Bounds().Min.Y)), floats(b.At(x+b.Bounds().Min.X, y+b.Bounds().Min.Y))
			for i := range p {
				most = max(most, math.Abs(p[i]-q[i])*255)
			}
		}
	}
	return most
}

func TestLay(t *testing.T) {
	white, clear := color.NRGBA{255, 255, 255, 255}, color.NRGBA{}
	half := color.NRGBA{200, 40, 0, 128}
	for _, test := range []struct {
		name       string
		form       derive.Form
		see        bool
		background color.NRGBA
	}{
		{"smaller", derive.Form{Width: 17}, false, white},
		{"smaller, transparent", derive.Form{Width: 17}, true, clear},
		{"smaller, on white", derive.Form{Width: 17}, true, white},
		{"smaller, on what is half transparent", derive.Form{Width: 17}, true, half},
		{"larger", derive.Form{Width: 70, Enlarge: true}, true, clear},
		{"a pixel", derive.Form{Width: 1, Height: 1, Fit: derive.Fill}, true, white},
		{"cut", derive.Form{Width: 12, Height: 20, Fit: derive.Cover, Position: "left"}, false, white},
		{"within", derive.Form{Width: 30, Height: 30, Fit: derive.Contain}, true, half},
		{"within, clear", derive.Form{Width: 60, Height: 60, Fit: derive.Contain}, true, clear},
		{"stretched", derive.Form{Width: 5, Height: 24, Fit: derive.Fill}, true, white},
		{"as it is, on white", derive.Form{}, true, white},
		{"as it is", derive.Form{}, true, clear},
	} {
		img := noise(40, 24, test.see)
		l := test.form.Layout(40, 24)
		got, want := Lay(img, l, test.background), reference(img, l, test.background)
		if off := farthest(got, want); off > 1.01 {
			t.Errorf("%s: a pixel is off by %.2f", test.name, off)
		}
		if _, solid := got.(*image.RGBA); solid != want.Opaque() {
			t.Errorf("%s: got a %T", test.name, got)
		}
	}
}

// Every layout of pixels that a decoder makes is read as what it shows.
func TestLayouts(t *testing.T) {
	plain := noise(31, 20, false)
	f := derive.Form{Width: 9, Height: 9, Fit: derive.Cover}
	l := f.Layout(31, 20)
	grey := image.NewGray(plain.Rect)
	deepGrey := image.NewGray16(plain.Rect)
	few := image.NewPaletted(plain.Rect, color.Palette{color.Black, color.White, color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 200, 0, 255}})
	deep, deepStraight := image.NewRGBA64(plain.Rect), image.NewNRGBA64(plain.Rect)
	rgba, shifted := image.NewRGBA(plain.Rect), image.NewNRGBA(plain.Rect.Add(image.Pt(5, -3)))
	for _, to := range []draw.Image{grey, deepGrey, few, deep, deepStraight, rgba, shifted} {
		draw.Draw(to, to.Bounds(), plain, image.Point{}, draw.Src)
	}
	lossy := image.NewYCbCr(plain.Rect, image.YCbCrSubsampleRatio420)
	for i := range lossy.Y {
		lossy.Y[i] = uint8(i)
	}
	for i := range lossy.Cb {
		lossy.Cb[i], lossy.Cr[i] = uint8(3*i), uint8(200-i)
	}
	print := image.NewCMYK(plain.Rect)
	for i := range print.Pix {
		print.Pix[i] = uint8(7 * i)
	}
	for _, img := range []image.Image{plain, grey, deepGrey, few, deep, deepStraight, rgba, shifted, lossy, print} {
		if off := farthest(Lay(img, l, color.NRGBA{}), reference(img, l, color.NRGBA{})); off > 1.01 {
			t.Errorf("%T: a pixel is off by %.2f", img, off)
		}
	}
}

const pinned = 1118855466

// The bytes of a picture are pinned: files that were made are compared by them.
func TestSameEverywhere(t *testing.T) {
	img := noise(40, 24, true)
	sum := uint32(2166136261)
	for _, f := range []derive.Form{{Width: 17}, {Width: 70, Enlarge: true}, {Width: 12, Height: 20, Fit: derive.Cover}} {
		out := Lay(img, f.Layout(40, 24), color.NRGBA{}).(*image.NRGBA)
		for _, b := range out.Pix {
			sum = (sum ^ uint32(b)) * 16777619
		}
	}
	if sum != pinned {
		t.Errorf("the pixels are others than they were: %d", sum)
	}
}

// A picture through which nothing shows is scaled without its transparency, and comes out
// the same to the last bit.
func TestSolidIsTheSame(t *testing.T) {
	img := noise(97, 61, false)
	for _, f := range []derive.Form{{Width: 30}, {Width: 96}, {Width: 2, Height: 3, Fit: derive.Fill}, {Width: 200, Enlarge: true}, {Width: 40, Height: 60, Fit: derive.Contain}} {
		l := f.Layout(97, 61)
		unknown := struct{ image.Image }{img} // does not say whether it is opaque
		for _, background := range []color.NRGBA{{}, {200, 40, 0, 128}} {
			if off := farthest(Lay(img, l, background), Lay(unknown, l, background)); off != 0 {
				t.Errorf("%+v: a pixel is off by %v", f, off)
			}
		}
	}
}

// What nothing is done to is not copied.
func TestStays(t *testing.T) {
	img := noise(8, 8, true)
	l := (derive.Form{Width: 8, Height: 8, Fit: derive.Cover}).Layout(8, 8)
	if Lay(img, l, color.NRGBA{}) != image.Image(img) || Lay(img, l, color.NRGBA{A: 255}) == image.Image(img) {
		t.Error("a picture that stays is copied, or one that does not is not")
	}
}

func TestWeights(t *testing.T) {
	for from := 1; from < 60; from++ {
		for to := 1; to < 60; to++ {
			for i, w := range weigh(from, to) {
				sum := int32(0)
				for _, part := range w.parts {
					sum += part
				}
				if sum != unit || w.first < 0 || w.first+len(w.parts) > from {
					t.Fatalf("%d to %d: pixel %d: %+v", from, to, i, w)
				}
			}
		}
	}
}

// ImageMagick, where it is installed, scales to the same pixels. What it enlarges is cut off
// between its two passes, so that noise comes out otherwise.
func TestAgainstImageMagick(t *testing.T) {
	tool := imageMagick(t)
	dir := t.TempDir()
	for _, see := range []bool{false, true} {
		img := noise(200, 120, see)
		from, to := filepath.Join(dir, "from.png"), filepath.Join(dir, "to.png")
		write(t, from, img)
		for _, size := range []string{"80x48", "33x20"} {
			out, err := exec.CommandContext(t.Context(), tool, from, "-filter", "Catrom", "-resize", size+"!", "PNG32:"+to).CombinedOutput()
			if err != nil {
				t.Fatal(err, strings.TrimSpace(string(out)))
			}
			theirs := read(t, to)
			b := theirs.Bounds()
			f := derive.Form{Width: b.Dx(), Height: b.Dy(), Fit: derive.Fill}
			if off := farthest(Lay(img, f.Layout(200, 120), color.NRGBA{}), theirs); off > 3 {
				t.Errorf("%s: a pixel is off by %.2f", size, off)
			}
		}
	}
}

// imageMagick is its program. What else is called so on a machine does not count.
func imageMagick(t *testing.T) string {
	for _, name := range []string{"magick", "convert"} {
		if said, err := exec.CommandContext(t.Context(), name, "-version").Output(); err == nil && strings.Contains(string(said), "ImageMagick") {
			return name
		}
	}
	t.Skip("ImageMagick is not installed")
	return ""
}

func write(t *testing.T, name string, img image.Image) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) image.Image {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func BenchmarkLay(b *testing.B) {
	img := noise(1024, 1024, false)
	f := derive.Form{Width: 640}
	for b.Loop() {
		Lay(img, f.Layout(1024, 1024), color.NRGBA{})
	}
}
