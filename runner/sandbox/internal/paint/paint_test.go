package paint

import (
	"bytes"
	"fmt"
	"image"
	"testing"
)

// fox is a recipe with one thing changed by each test.
func fox(seed uint32) Recipe {
	return Recipe{Prompt: "a fox reading in the rain", Model: "flux-dev", Seed: seed, Width: 160, Height: 160}
}

func draw1(t testing.TB, p *Painter, r Recipe) []byte {
	t.Helper()
	data, err := p.Draw(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decode(t testing.TB, data []byte) (image.Image, string) {
	t.Helper()
	img, format, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img, format
}

func TestSameRecipeSameBytesWhateverWasPaintedBefore(t *testing.T) {
	used, fresh := New(), New()
	for seed := range uint32(40) { // enough for every composition and both formats
		wide := fox(seed + 1000)
		wide.Width = 320
		draw1(t, used, wide) // a larger picture leaves its colours and pixels behind
		if !bytes.Equal(draw1(t, used, fox(seed)), draw1(t, fresh, fox(seed))) {
			t.Fatalf("seed %d: the painter's past shows in its picture", seed)
		}
	}
}

func TestEveryPartOfARecipeShows(t *testing.T) {
	p := New()
	plain := draw1(t, p, fox(1))
	for _, change := range []func(*Recipe){
		func(r *Recipe) { r.Prompt = "a fox reading in the snow" },
		func(r *Recipe) { r.Model = "flux-pro" },
		func(r *Recipe) { r.Seed = 2 },
		func(r *Recipe) { r.Width = 192 },
	} {
		r := fox(1)
		change(&r)
		if bytes.Equal(plain, draw1(t, p, r)) {
			t.Errorf("%+v is drawn like %+v", r, fox(1))
		}
	}
}

func TestSizesAndFormats(t *testing.T) {
	p := New()
	formats := map[string]int{}
	sizes := []image.Point{{128, 128}, {64, 64}, {64, 256}, {256, 64}, {224, 96}, {96, 224}}
	for seed := range uint32(210) {
		size := sizes[int(seed)%len(sizes)]
		if seed == 0 {
			size = image.Pt(1792, 1024)
		}
		r := fox(seed)
		r.Width, r.Height = size.X, size.Y
		img, format := decode(t, draw1(t, p, r))
		if got := img.Bounds().Size(); got != size {
			t.Fatalf("asked for %v, got %v", size, got)
		}
		formats[format]++
	}
	if n := formats["jpeg"]; n < 15 || n > 50 {
		t.Errorf("%d of 210 pictures are JPEG, want about 30", n)
	}
}

func TestEditIsMadeFromItsSource(t *testing.T) {
	p := New()
	edit := Recipe{Prompt: "at night", Model: "flux-kontext-pro", Seed: 5, Depth: 1}
	made := map[string]uint32{}
	for seed := range uint32(12) {
		from, _ := decode(t, draw1(t, p, fox(seed)))
		data, err := p.Edit(edit, from)
		if err != nil {
			t.Fatal(err)
		}
		again, err := New().Edit(edit, from)
		if err != nil || !bytes.Equal(data, again) {
			t.Fatalf("seed %d: the same edit differs (%v)", seed, err)
		}
		if other, ok := made[string(data)]; ok {
			t.Errorf("edits of seeds %d and %d are the same", other, seed)
		}
		made[string(data)] = seed
		if img, _ := decode(t, data); img.Bounds() != from.Bounds() {
			t.Errorf("an edit without a size is %v, its source %v", img.Bounds(), from.Bounds())
		}
	}
}

// A chain of edits must not end in fog or in the dark: after twelve, the picture
// still has a range of tones.
func TestLongChainKeepsItsTones(t *testing.T) {
	p := New()
	for seed := range uint32(4) {
		data := draw1(t, p, fox(seed))
		for depth := 1; depth <= 12; depth++ {
			from, _ := decode(t, data)
			r := fox(seed*100 + uint32(depth))
			r.Depth = depth
			var err error
			if data, err = p.Edit(r, from); err != nil {
				t.Fatal(err)
			}
		}
		if low, high := p.photo.tones(); high-low < 50 {
			t.Errorf("seed %d: after twelve edits tones go from %v to %v", seed, low, high)
		}
	}
}

func TestEditTakesSourcesOfAnyShape(t *testing.T) {
	p := New()
	for _, from := range []image.Image{
		image.NewGray(image.Rect(0, 0, 1, 1)),
		image.NewNRGBA(image.Rect(10, 10, 300, 20)), // transparent, not at the origin
		image.NewYCbCr(image.Rect(0, 0, 5000, 100), image.YCbCrSubsampleRatio420),
		image.NewRGBA64(image.Rect(0, 0, 64, 2000)),
	} {
		for _, size := range []image.Point{{}, {256, 256}, {672, 288}} {
			r := fox(1)
			r.Depth, r.Width, r.Height = 1, size.X, size.Y
			data, err := p.Edit(r, from)
			if err != nil {
				t.Fatalf("%v to %v: %v", from.Bounds(), size, err)
			}
			if img, _ := decode(t, data); size.X != 0 && img.Bounds().Size() != size {
				t.Errorf("%v to %v: got %v", from.Bounds(), size, img.Bounds())
			}
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	p := New()
	var bytes, i int
	for b.Loop() {
		r := fox(uint32(i))
		r.Width, r.Height = 1024, 1024
		bytes += len(draw1(b, p, r))
		i++
	}
	b.ReportMetric(float64(bytes)/float64(b.N), "file-bytes/op")
}

func BenchmarkEdit(b *testing.B) {
	p := New()
	r := fox(3)
	r.Width, r.Height = 1024, 1024
	from := draw1(b, p, r)
	i := 0
	for b.Loop() {
		img, _ := decode(b, from)
		r.Seed, r.Depth = uint32(i), 1
		if _, err := p.Edit(r, img); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkCompositions(b *testing.B) {
	p := New()
	for i, compose := range compositions {
		b.Run(fmt.Sprint(i), func(b *testing.B) {
			for b.Loop() {
				d := dice(i)
				p.canvas.reset(1024, 1024)
				compose(&scene{canvas: &p.canvas, dice: &d, inks: palettes[0], w: 1024, h: 890})
			}
		})
	}
}
