package fit

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/gallery"
)

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		name   string
		counts Counts
		wishes Wishes
		want   Choice
		err    string
	}{
		{"nothing", Counts{}, Wishes{}, Choice{Edge: 320}, ""},
		{"a few", Counts{11, 4, 6}, Wishes{}, Choice{320, 4, 1024, 6}, ""},
		{"the most of 320 px", Counts{1300, 0, 0}, Wishes{}, Choice{Edge: 320}, ""},
		{"more", Counts{1400, 0, 0}, Wishes{}, Choice{Edge: 256}, ""},
		{"the most of 256 px", Counts{1900, 0, 0}, Wishes{}, Choice{Edge: 256}, ""},
		{"more than that", Counts{2000, 0, 0}, Wishes{}, Choice{Edge: 192}, ""},
		{"the most", Counts{3000, 0, 0}, Wishes{}, Choice{Edge: 192}, ""},
		{"too many", Counts{3001, 0, 0}, Wishes{}, Choice{}, "3001 pictures do not fit into a page of 48 MB: it would have some 25 MB"},
		{"too many for less", Counts{3000, 0, 0}, Wishes{MaxSize: 10_000_000}, Choice{}, "3000 pictures do not fit into a page of 10 MB: it would have some 24 MB"},
		{"more is allowed", Counts{5000, 0, 0}, Wishes{MaxSize: 90_000_000}, Choice{Edge: 192}, ""},
		{"larger ones", Counts{100, 0, 0}, Wishes{Thumb: 512}, Choice{Edge: 512}, ""},
		{"too large ones", Counts{2000, 0, 0}, Wishes{Thumb: 512}, Choice{}, "2000 pictures do not fit into a page of 48 MB: it would have some 84 MB"},
		{"some takes", Counts{1000, 900, 0}, Wishes{}, Choice{Edge: 320, Takes: 333}, ""},
		{"changed photos", Counts{300, 0, 150}, Wishes{}, Choice{320, 0, 1024, 150}, ""},
		{"more changed photos", Counts{400, 0, 200}, Wishes{}, Choice{320, 0, 768, 200}, ""},
		{"too many changed photos", Counts{800, 0, 400}, Wishes{}, Choice{320, 0, 768, 269}, ""},
		{"all of many changed", Counts{3000, 0, 3000}, Wishes{}, Choice{192, 0, 768, 269}, ""},
		{"no room beside larger ones", Counts{1100, 0, 9}, Wishes{Thumb: 512}, Choice{Edge: 512, PreviewEdge: 1024, Previews: 9}, ""},
		{"no room at all", Counts{1142, 0, 9}, Wishes{Thumb: 512}, Choice{Edge: 512}, ""},
		{"smaller previews", Counts{200, 0, 100}, Wishes{Preview: 512}, Choice{320, 0, 512, 100}, ""},
		{"no previews", Counts{200, 0, 100}, Wishes{Bare: true}, Choice{Edge: 320}, ""},
		{"a folder", Counts{10_000, 500, 20}, Wishes{Folder: true}, Choice{320, 500, 1024, 20}, ""},
		{"a folder of what is new", Counts{10_000, 0, 10_000}, Wishes{Folder: true}, Choice{320, 0, 768, 719}, ""},
		{"a folder of small ones", Counts{10_000, 0, 0}, Wishes{Folder: true, Thumb: 128}, Choice{Edge: 128}, ""},
	} {
		got, err := Choose(c.counts, c.wishes)
		if err != nil && (!errors.As(err, new(*Error)) || c.err == "") || err == nil && c.err != "" || err != nil && err.Error() != c.err {
			t.Errorf("%s: error %v, want %q", c.name, err, c.err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Whatever there is, what is chosen is no larger than what is allowed.
func TestChoicesFit(t *testing.T) {
	for pictures := 0; pictures <= 6000; pictures += 97 {
		for _, changed := range []int{0, pictures / 7, pictures} {
			for _, w := range []Wishes{{}, {MaxSize: 5_000_000}, {Thumb: 400}, {Preview: 700}, {Thumb: 100, Preview: 1500}} {
				c, err := Choose(Counts{pictures, pictures / 2, changed}, w)
				if err != nil {
					continue
				}
				if total := int64(pictures+c.Takes)*usually(c.Edge) + int64(c.Previews)*usually(c.PreviewEdge); total > w.Most() || c.Takes < 0 {
					t.Errorf("%d pictures, %d changed, %+v: %+v is %d bytes", pictures, changed, w, c, total)
				}
			}
		}
	}
}

func TestKept(t *testing.T) {
	bytes := map[string]int{"a": 3, "b": 6, "c": 30, "d": 3}
	for room, want := range map[int64]string{0: "", 4: "a", 11: "a", 12: "a b", 51: "a b", 52: "a b c", 56: "a b c d"} {
		kept := Kept([]string{"a", "lost", "b", "c", "d"}, bytes, room)
		var got []string
		for _, sha := range []string{"a", "b", "c", "d"} {
			if kept[sha] {
				got = append(got, sha)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("room for %d: %v, want %s", room, got, want)
		}
	}
}

func TestChanged(t *testing.T) {
	g := &gallery.Gallery{Images: []gallery.Image{
		{Status: gallery.Unchanged, Artifact: "u"},
		{Status: gallery.New, Artifact: "n"},
		{Status: gallery.Tainted, Artifact: "t", Before: &gallery.Before{Artifact: "t0"}},
		{Status: gallery.Changed, Artifact: "c", Before: &gallery.Before{Artifact: "n"}},
		{Status: gallery.NotMade},
	}}
	if diff := cmp.Diff([]string{"c", "n", "t", "t0"}, Changed(g)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
