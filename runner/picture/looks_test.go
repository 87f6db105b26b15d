package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// scene is a picture of soft light with a disc in it.
func scene(w, h int, seed uint64) *image.NRGBA {
	dice := rand.New(rand.NewPCG(seed, 1))
	a, b := dice.Float64()*3+1, dice.Float64()*3+1
	cx, cy := dice.Float64(), dice.Float64()
	return sheet(w, h, func(x, y int) color.NRGBA {
		u, v := float64(x)/float64(w), float64(y)/float64(h)
		if math.Hypot(u-cx, v-cy) < 0.2 {
			return color.NRGBA{250, 210, 40, 255}
		}
		light := 0.5 + 0.25*math.Sin(a*math.Pi*u+float64(seed)) + 0.25*math.Cos(b*math.Pi*v)
		return color.NRGBA{uint8(40 + 150*light), uint8(60 + 120*light), uint8(200 * (1 - light)), 255}
	})
}

func TestMean(t *testing.T) {
	half := sheet(10, 10, func(x, _ int) color.NRGBA {
		if x < 5 {
			return color.NRGBA{200, 0, 10, 255}
		}
		return color.NRGBA{100, 0, 21, 255}
	})
	if got := Mean(Shrink(half, 10)); got != (color.RGBA{150, 0, 16, 255}) {
		t.Errorf("got %v", got)
	}
}

// differing is how many bits of two hashes differ.
func differing(a, b uint64) int { return bits.OnesCount64(a ^ b) }

func TestHashTellsWhatLooksAlike(t *testing.T) {
	img := scene(1024, 768, 3)
	hash := Hash(Shrink(img, 320))
	var worse bytes.Buffer
	if err := jpeg.Encode(&worse, img, &jpeg.Options{Quality: 30}); err != nil {
		t.Fatal(err)
	}
	for name, other := range map[string]*image.RGBA{
		"itself smaller":   Shrink(img, 128),
		"of worse quality": shrink(t, worse.Bytes(), 320),
		"cropped a bit":    Shrink(img.SubImage(image.Rect(12, 12, 1012, 756)), 320),
	} {
		if d := differing(hash, Hash(other)); d > 4 {
			t.Errorf("%s differs by %d", name, d)
		}
	}
	for seed := range uint64(8) {
		if d := differing(hash, Hash(Shrink(scene(1024, 768, seed+10), 320))); d <= 10 {
			t.Errorf("scene %d differs by %d only", seed+10, d)
		}
	}
	if got := Hash(Shrink(sheet(64, 64, func(x, _ int) color.NRGBA { return grey(255 - 4*x) }), 64)); got != math.MaxUint64 {
		t.Errorf("light that falls from left to right is %x", got)
	}
	if got := Hash(Shrink(sheet(1, 1, func(int, int) color.NRGBA { return white }), 64)); got != 0 {
		t.Errorf("one colour is %x", got)
	}
}

func TestDifference(t *testing.T) {
	black := sheet(100, 50, func(int, int) color.NRGBA { return grey(0) })
	spot := sheet(100, 50, func(x, _ int) color.NRGBA { return grey(255 * (x / 75)) })
	faint := sheet(100, 50, func(int, int) color.NRGBA { return grey(plainly - 1) })
	for _, c := range []struct {
		name        string
		a, b        image.Image
		share, mean float64
	}{
		{"the same", black, black, 0, 0},
		{"a quarter of it", black, spot, 0.25, 0.25},
		{"all of it, faintly", black, faint, 0, float64(plainly-1) / 255},
		{"of another ratio", black, sheet(30, 90, func(int, int) color.NRGBA { return white }), 1, 1},
		{"one pixel", sheet(1, 1, func(int, int) color.NRGBA { return white }), spot, 1, 0.75},
	} {
		share, mean := Difference(Shrink(c.a, 100), Shrink(c.b, 100))
		if math.Abs(share-c.share) > 0.01 && c.name != "one pixel" || math.Abs(mean-c.mean) > 0.02 && c.name != "one pixel" || share < 0 || share > 1 {
			t.Errorf("%s: %v, %v", c.name, share, mean)
		}
	}
	img := scene(512, 512, 4)
	var worse bytes.Buffer
	if err := jpeg.Encode(&worse, img, &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	if share, _ := Difference(Shrink(img, 320), shrink(t, worse.Bytes(), 320)); share > 0.005 {
		t.Errorf("encoding it anew makes %v of it another picture", share)
	}
}
