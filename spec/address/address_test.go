package address_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/address"
)

// TestCompare: the order is one of whole addresses, so that what stands in a plan and
// in a state stands in the same order in both, whatever the names are.
func TestCompare(t *testing.T) {
	want := []string{
		`image.a`,
		`image.a-b`,
		`image.a["x y"]`,
		`image.a["x"]`,
		`image.a[2]`,
		`image.a[10]`,
		`image.a[10].b`,
		`image.a_b`,
		`module.a.image.z`,
		`module.a["k"].image.a`,
		`module.a[9].image.a`,
		`module.a[11].image.a`,
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, address.Compare)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

// TestParse: what is taken apart is put together again, whatever a key holds.
func TestParse(t *testing.T) {
	for text, steps := range map[string]int{
		"":                          0,
		"image.a":                   1,
		"image.a[3]":                1,
		`image.a["x.y"]`:            1,
		`image.a["\"]"]`:            1,
		"module.m.image.a":          2,
		`module.m["]."].image.a[0]`: 2,
		"module.m.module.n":         2,
	} {
		got := address.Parse(text)
		if len(got) != steps || address.Join(got) != text {
			t.Errorf("%s: %d steps, %s", text, len(got), address.Join(got))
		}
	}
}

func TestKeys(t *testing.T) {
	for _, test := range []struct {
		key          address.Key
		text, inside string
	}{
		{address.Key{}, "", ""},
		{address.IndexKey(3), "3", "[3]"},
		{address.NameKey("aria"), "aria", `["aria"]`},
		{address.NameKey(`${x}"`), `${x}"`, `["$${x}\""]`},
		{address.AnyKey(), "", "[*]"},
	} {
		if test.key.Text() != test.text || test.key.String() != test.inside {
			t.Errorf("%#v: %q and %q", test.key, test.key.Text(), test.key.String())
		}
	}
}

func TestModule(t *testing.T) {
	for of, want := range map[string]string{
		"image.a": "", `image.a["x.image.b"]`: "", "module.m.image.a[0]": "module.m", `module.m["a.b"].module.n[1].image.c["d"]`: `module.m["a.b"].module.n[1]`, "": "",
	} {
		if got := address.Module(of); got != want {
			t.Errorf("%s is in %q, want %q", of, got, want)
		}
	}
}
