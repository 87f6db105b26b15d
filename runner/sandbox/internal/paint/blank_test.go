package paint

import (
	"bytes"
	"image"
	"testing"

	"gesso/runner/picture"
)

// A picture that went wrong is nearly one colour, whatever it is made from and
// however large, and two of them are two files.
func TestBlankPicturesShowNothing(t *testing.T) {
	p := New()
	made := map[string]uint32{}
	from, _ := decode(t, draw1(t, p, fox(0)))
	for seed := range uint32(40) { // enough for both formats
		r := fox(seed)
		r.Blank = true
		data := draw1(t, p, r)
		if seed%2 == 1 {
			var err error
			r.Width, r.Height, r.Depth = 0, 0, 1
			if data, err = p.Edit(r, from); err != nil {
				t.Fatal(err)
			}
		}
		info, err := picture.Verify(bytes.NewReader(data), 0)
		if err != nil || !info.Blank || image.Pt(info.Width, info.Height) != from.Bounds().Size() {
			t.Errorf("seed %d: %v, blank is %v, error %v", seed, info, info.Blank, err)
		}
		if other, ok := made[string(data)]; ok {
			t.Errorf("the pictures of seeds %d and %d are the same", other, seed)
		}
		made[string(data)] = seed
	}
}

// What was not meant to be blank never is.
func TestPicturesAreNotBlank(t *testing.T) {
	p := New()
	for seed := range uint32(60) {
		info, err := picture.Verify(bytes.NewReader(draw1(t, p, fox(seed))), 0)
		if err != nil || info.Blank {
			t.Errorf("seed %d: blank is %v, error %v", seed, info.Blank, err)
		}
	}
}
