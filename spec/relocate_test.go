package spec

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/address"
)

func TestRelocate(t *testing.T) {
	blocks := func(pairs ...string) string {
		var b strings.Builder
		for _, p := range pairs {
			from, to, _ := strings.Cut(p, " > ")
			b.WriteString("moved {\n from = " + from + "\n to = " + to + "\n}\n")
		}
		return b.String()
	}
	const single = "image \"b\" {\n prompt = \"p\"\n}\n"
	const counted = "image \"b\" {\n count = 2\n prompt = \"p\"\n}\n"
	for name, test := range map[string]struct {
		config   string
		recorded []string
		want     string // of those that move
		warnings int
	}{
		"a whole block keeps its keys": {
			single + blocks("image.a > image.c"), []string{`image.a["x"]`, `image.a["y.z[0]"]`, "image.ab"},
			`image.a["x"] > image.c["x"], image.a["y.z[0]"] > image.c["y.z[0]"]`, 0,
		},
		"an image without a key becomes an instance": {
			counted + blocks("image.a > image.b[1]"), []string{"image.a", "image.a[0]"}, "image.a > image.b[1]", 0,
		},
		"one instance": {
			single + blocks(`image.a["x"] > image.a["y"]`), []string{`image.a["x"]`, `image.a["z"]`}, `image.a["x"] > image.a["y"]`, 0,
		},
		"an instance becomes an image": {
			single + blocks(`image.a["x"] > image.b`), []string{`image.a["x"]`}, `image.a["x"] > image.b`, 0,
		},
		"a chain, written backwards": {
			single + blocks("image.d > image.e", "image.c > image.d", "image.a > image.c"), []string{"image.a"}, "image.a > image.e", 0,
		},
		"both ends of a chain": {
			single + blocks("image.a > image.c", "image.c > image.d"), []string{"image.a", "image.c"}, "image.c > image.d", 1,
		},
		"one instance goes another way than its block": {
			single + blocks("image.a > image.c", "image.a[1] > image.d"), []string{"image.a[0]", "image.a[1]"},
			"image.a[0] > image.c[0], image.a[1] > image.d", 0,
		},
		"two blocks become one": {
			single + blocks("image.tn > image.all", "image.cust > image.all"), []string{`image.cust["c"]`, `image.tn["a"]`, `image.tn["b"]`},
			`image.cust["c"] > image.all["c"], image.tn["a"] > image.all["a"], image.tn["b"] > image.all["b"]`, 0,
		},
		"three blocks become one, which was there": {
			single + blocks("image.x > image.all", "image.y > image.all", "image.z > image.all"), []string{`image.all["0"]`, `image.x["1"]`, `image.y["2"]`, `image.z["3"]`},
			`image.x["1"] > image.all["1"], image.y["2"] > image.all["2"], image.z["3"] > image.all["3"]`, 0,
		},
		"one of them by way of another": {
			single + blocks("image.mid > image.all", "image.z > image.all", "image.x > image.mid"), []string{`image.x["1"]`, `image.z["3"]`},
			`image.x["1"] > image.all["1"], image.z["3"] > image.all["3"]`, 0,
		},
		"counted ones, one of them renumbered": {
			single + blocks("image.x > image.all", "image.y > image.all", "image.y[0] > image.all[1]"), []string{"image.x[0]", "image.y[0]"},
			"image.x[0] > image.all[0], image.y[0] > image.all[1]", 0,
		},
		"two modules become one": {
			single + blocks("module.x > module.all", "module.y > module.all"), []string{`module.x["a"].image.i`, `module.y["b"].image.i`, `module.y["b"].image.j[0]`},
			`module.x["a"].image.i > module.all["a"].image.i, module.y["b"].image.i > module.all["b"].image.i, module.y["b"].image.j[0] > module.all["b"].image.j[0]`, 0,
		},
		"two blocks with a key in common": {
			single + blocks("image.tn > image.all", "image.cust > image.all"), []string{`image.cust["b"]`, `image.tn["a"]`, `image.tn["b"]`},
			`image.tn["a"] > image.all["a"], image.tn["b"] > image.all["b"]`, 1,
		},
		"what is taken stays so": {
			single + blocks("image.a > image.b"), []string{"image.a", "image.b"}, "", 1,
		},
		"a module": {
			single + blocks("module.x > module.y"), []string{"module.x.image.a", `module.x["k"].module.m.image.a[0]`, "module.xy.image.a"},
			`module.x.image.a > module.y.image.a, module.x["k"].module.m.image.a[0] > module.y["k"].module.m.image.a[0]`, 0,
		},
		"an instance of a module": {
			single + blocks(`module.x > module.x["k"]`), []string{"module.x.image.a", `module.x["j"].image.a`},
			`module.x.image.a > module.x["k"].image.a`, 0,
		},
		"into a module that moves": {
			single + blocks("module.x > module.y", "image.a > module.x.image.a"), []string{"image.a"}, "image.a > module.y.image.a", 0,
		},
		"inside of the module that the block stands in": {
			"module \"x\" {\n source = \"./inner\"\n for_each = toset([\"k\"])\n}\n", []string{`module.x["k"].image.a[0]`, "image.a"},
			`module.x["k"].image.a[0] > module.x["k"].image.b[0]`, 0,
		},
		"out of a module": {
			single + blocks("module.x.image.a > image.b"), []string{"module.x.image.a"}, "module.x.image.a > image.b", 0,
		},
		"a block got a count": {
			counted, []string{"image.b"}, "image.b > image.b[0]", 0,
		},
		"a block lost its count": {
			single, []string{"image.b[0]", "image.b[1]"}, "image.b[0] > image.b", 0,
		},
		"a block got a count, and was in use": {
			counted, []string{"image.b", "image.b[0]"}, "", 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			config := load(t, map[string]string{"main.hcl": test.config, "inner/main.hcl": counted + blocks("image.a > image.b")}, Inputs{})
			moved, diags := config.Relocate(slices.Values(test.recorded))
			var got []string
			for _, m := range moved {
				got = append(got, m.From+" > "+m.To)
			}
			if diff := cmp.Diff(test.want, strings.Join(got, ", ")); diff != "" {
				t.Error(diff)
			}
			if len(diags) != test.warnings {
				t.Errorf("%d warnings, want %d: %v", len(diags), test.warnings, diags)
			}
		})
	}
}

// Taking an address apart and putting it together again changes nothing.
func TestSteps(t *testing.T) {
	for recorded, want := range map[string]int{
		"image.a": 1, "image.a[10]": 1, `image.a["x"]`: 1, `image.a["].image.b[\"x\"]"]`: 1, `module.a["x.y"].module.b.image.c["\\"]`: 3,
	} {
		steps := address.Parse(recorded)
		if got := address.Join(steps); got != recorded || len(steps) != want {
			t.Errorf("%s: %d steps, want %d, make %s", recorded, len(steps), want, got)
		}
	}
}
