package rename

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
)

func move(from, to string) plan.Rename { return plan.Rename{From: from, To: to} }

func TestBlocks(t *testing.T) {
	for name, test := range map[string]struct {
		moves    []plan.Rename
		declared []string
		want     []plan.Rename
	}{
		"one":               {[]plan.Rename{move("image.a", "image.b")}, nil, []plan.Rename{move("image.a", "image.b")}},
		"a block":           {[]plan.Rename{move(`image.a["x"]`, `image.b["x"]`), move(`image.a["y"]`, `image.b["y"]`)}, nil, []plan.Rename{move("image.a", "image.b")}},
		"declared":          {[]plan.Rename{move(`image.a["x"]`, `image.b["x"]`)}, []string{"image.a"}, []plan.Rename{move(`image.a["x"]`, `image.b["x"]`)}},
		"another key":       {[]plan.Rename{move(`image.a["x"]`, `image.a["y"]`)}, []string{"image.a"}, []plan.Rename{move(`image.a["x"]`, `image.a["y"]`)}},
		"a count to keys":   {[]plan.Rename{move(`image.a[0]`, `image.a["x"]`), move(`image.a[1]`, `image.a["y"]`)}, []string{"image.a"}, []plan.Rename{move(`image.a[0]`, `image.a["x"]`), move(`image.a[1]`, `image.a["y"]`)}},
		"two into one":      {[]plan.Rename{move(`image.a["x"]`, `image.c["x"]`), move(`image.b["y"]`, `image.c["y"]`)}, nil, []plan.Rename{move(`image.a["x"]`, `image.c["x"]`), move(`image.b["y"]`, `image.c["y"]`)}},
		"one into two":      {[]plan.Rename{move(`image.a["x"]`, `image.b["x"]`), move(`image.a["y"]`, `image.c["y"]`)}, nil, []plan.Rename{move(`image.a["x"]`, `image.b["x"]`), move(`image.a["y"]`, `image.c["y"]`)}},
		"a module":          {[]plan.Rename{move(`module.m["k"].image.a`, `module.n["k"].image.a`), move(`module.m["k"].image.b[0]`, `module.n["k"].image.b[0]`)}, nil, []plan.Rename{move("module.m", "module.n")}},
		"a declared module": {[]plan.Rename{move(`module.m.image.a`, `module.n.image.a`)}, []string{"module.m"}, []plan.Rename{move(`module.m.image.a`, `module.n.image.a`)}},
		"in a module":       {[]plan.Rename{move(`module.m.image.a[0]`, `module.m.image.b[0]`)}, nil, []plan.Rename{move(`module.m.image.a`, `module.m.image.b`)}},
		"into a module":     {[]plan.Rename{move(`image.a[0]`, `module.m.image.a[0]`)}, nil, []plan.Rename{move(`image.a[0]`, `module.m.image.a[0]`)}},
		"a line end":        {[]plan.Rename{move(`image.a["x\r"]`, `image.a["x"]`), move("image.b", "image.c")}, []string{"image.a"}, []plan.Rename{move("image.b", "image.c")}},
		"both":              {[]plan.Rename{move(`module.m.image.a`, `module.n.image.b`)}, nil, []plan.Rename{move(`module.m.image.a`, `module.n.image.b`)}},
	} {
		got := Blocks(test.moves, func(block string) bool { return slices.Contains(test.declared, block) })
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestText(t *testing.T) {
	got := Text([]plan.Rename{move("image.a", "image.b"), move(`image.c["x y"]`, "image.d")})
	want := "moved {\n  from = image.a\n  to   = image.b\n}\n\nmoved {\n  from = image.c[\"x y\"]\n  to   = image.d\n}\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
