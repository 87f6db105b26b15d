package derive

import (
	"image"
	"image/color"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLayout(t *testing.T) {
	whole := image.Rect(0, 0, 1024, 768)
	for _, test := range []struct {
		name string
		form Form
		want Layout
	}{
		{"as it is", Form{}, Layout{1024, 768, whole, whole}},
		{"a width", Form{Width: 640}, Layout{640, 480, whole, image.Rect(0, 0, 640, 480)}},
		{"a height", Form{Height: 100}, Layout{133, 100, whole, image.Rect(0, 0, 133, 100)}},
		{"a larger width", Form{Width: 2048}, Layout{1024, 768, whole, whole}},
		{"a larger width, enlarged", Form{Width: 2048, Enlarge: true}, Layout{2048, 1536, whole, image.Rect(0, 0, 2048, 1536)}},
		{"a larger height", Form{Height: 769}, Layout{1024, 768, whole, whole}},
		{"cover", Form{Width: 300, Height: 300, Fit: Cover}, Layout{300, 300, image.Rect(128, 0, 896, 768), image.Rect(0, 0, 300, 300)}},
		{"cover at the right", Form{Width: 300, Height: 300, Fit: Cover, Position: "right"}, Layout{300, 300, image.Rect(256, 0, 1024, 768), image.Rect(0, 0, 300, 300)}},
		{"cover at a corner", Form{Width: 512, Height: 128, Fit: Cover, Position: "bottom left"}, Layout{512, 128, image.Rect(0, 512, 1024, 768), image.Rect(0, 0, 512, 128)}},
		{"cover, larger", Form{Width: 2000, Height: 2000, Fit: Cover}, Layout{768, 768, image.Rect(128, 0, 896, 768), image.Rect(0, 0, 768, 768)}},
		{"cover, enlarged", Form{Width: 2000, Height: 2000, Fit: Cover, Enlarge: true}, Layout{2000, 2000, image.Rect(128, 0, 896, 768), image.Rect(0, 0, 2000, 2000)}},
		{"contain", Form{Width: 512, Height: 512, Fit: Contain}, Layout{512, 512, whole, image.Rect(0, 64, 512, 448)}},
		{"contain at the top", Form{Width: 512, Height: 512, Fit: Contain, Position: "top"}, Layout{512, 512, whole, image.Rect(0, 0, 512, 384)}},
		{"contain, larger", Form{Width: 2000, Height: 1000, Fit: Contain}, Layout{2000, 1000, whole, image.Rect(488, 116, 1512, 884)}},
		{"contain, enlarged", Form{Width: 2000, Height: 1000, Fit: Contain, Enlarge: true}, Layout{2000, 1000, whole, image.Rect(333, 0, 1666, 1000)}},
		{"fill", Form{Width: 500, Height: 100, Fit: Fill}, Layout{500, 100, whole, image.Rect(0, 0, 500, 100)}},
		{"fill, larger", Form{Width: 2048, Height: 768, Fit: Fill}, Layout{1024, 384, whole, image.Rect(0, 0, 1024, 384)}},
		{"inside", Form{Width: 512, Height: 512, Fit: Inside}, Layout{512, 384, whole, image.Rect(0, 0, 512, 384)}},
		{"inside, larger", Form{Width: 5120, Height: 5120, Fit: Inside}, Layout{1024, 768, whole, whole}},
		{"outside", Form{Width: 512, Height: 512, Fit: Outside}, Layout{683, 512, whole, image.Rect(0, 0, 683, 512)}},
		{"outside, larger", Form{Width: 1000, Height: 1000, Fit: Outside}, Layout{1024, 768, whole, whole}},
		{"at least a pixel", Form{Height: 1, Fit: Cover}, Layout{1, 1, whole, image.Rect(0, 0, 1, 1)}},
	} {
		if diff := cmp.Diff(test.want, test.form.Layout(1024, 768)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// Of every layout, what is known of it beforehand is true, nothing lies outside of
// anything, and nothing is enlarged unless that was asked for.
func TestLayoutIsSound(t *testing.T) {
	sides := []int{1, 2, 3, 7, 100, 1023, 16383}
	for _, w := range sides {
		for _, h := range sides {
			for _, fit := range Fits {
				for _, ask := range [][2]int{{0, 0}, {1, 0}, {0, 5}, {64, 64}, {3000, 20}, {20, 16383}} {
					for _, enlarge := range []bool{false, true} {
						f := Form{Width: ask[0], Height: ask[1], Fit: Fit(fit), Enlarge: enlarge}
						l := f.Layout(w, h)
						sound := l.Width > 0 && l.Height > 0 && !l.Crop.Empty() && !l.Place.Empty() &&
							l.Crop.In(image.Rect(0, 0, w, h)) && l.Place.In(image.Rect(0, 0, l.Width, l.Height))
						if larger := l.Place.Dx() > l.Crop.Dx() || l.Place.Dy() > l.Crop.Dy(); !sound || larger && !enlarge {
							t.Errorf("%+v of %dx%d: %+v", f, w, h, l)
						}
						if sideW, sideH, known := f.Sides(); known && (sideW != l.Width || sideH != l.Height) {
							t.Errorf("%+v of %dx%d: %dx%d was promised, and it is %dx%d", f, w, h, sideW, sideH, l.Width, l.Height)
						}
					}
				}
			}
		}
	}
}

func TestBackground(t *testing.T) {
	for text, want := range map[string]string{
		"white": "#ffffff", "Black": "#000000", "transparent": "#00000000", "#FA0": "#ffaa00", "#fa08": "#ffaa0088",
		"#102030": "#102030", "#102030ff": "#102030", "#10203040": "#10203040",
		"": "", "#": "", "#12": "", "#12345": "", "#1234567": "", "red": "", "#gggggg": "", "102030": "", "#+1+2+3": "",
	} {
		if got, ok := Background(text); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v", text, got, ok)
		}
	}
	for text, want := range map[string]color.NRGBA{
		"": {255, 255, 255, 255}, "#102030": {16, 32, 48, 255}, "#10203040": {16, 32, 48, 64}, "#00000000": {},
	} {
		if got := (Form{Background: text}).Colour(); got != want {
			t.Errorf("%q is %v", text, got)
		}
	}
}

// What decides no pixel is no part of what a file is made of.
func TestMade(t *testing.T) {
	one := File{Name: "a", Path: "a.png", Form: Form{Format: PNG, Width: 3}}
	two := File{Name: "b", Path: "b.png", Form: Form{Format: PNG, Width: 3}}
	if Made(one.Form, "x") != Made(two.Form, "x") {
		t.Error("its name is no part of a form")
	}
	two.Width = 4
	if Made(one.Form, "x") == Made(two.Form, "x") || Made(one.Form, "x") == Made(one.Form, "y") {
		t.Error("another form, or another picture, is the same")
	}
	// Files that were made are recorded by this: it may not change unless the rule does.
	if got, want := Made(Form{Format: JPEG, Width: 640, Fit: Cover, Position: "center", Quality: 85, Background: "#ffffff"}, "p"), "d1:"; len(got) != len(want)+64 || got[:3] != want {
		t.Errorf("got %s", got)
	}
}
