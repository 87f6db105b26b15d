package grid_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/grid"
	"gesso/spec/repeat"
)

// members are instances with keys; a word before a colon and a blank is the key of the
// module that they are in.
func members(keys ...string) []grid.Member {
	var all []grid.Member
	for _, key := range keys {
		m := grid.Member{}
		if module, rest, ok := strings.Cut(key, ": "); ok {
			m.Modules, key = []grid.Key{{Name: "house", Text: module}}, rest
		}
		if key != "" {
			m.Occurrence = repeat.Occurrence{Key: address.NameKey(key), Name: "each"}
		}
		all = append(all, m)
	}
	return all
}

// of are the members of a for_each over objects.
func of(elements map[string]map[string]cty.Value) []grid.Member {
	values := map[string]cty.Value{}
	for key, attrs := range elements {
		values[key] = cty.ObjectVal(attrs)
	}
	made, diags := repeat.ForEach(cty.ObjectVal(values), "image", hcl.Range{})
	if diags.HasErrors() {
		panic(diags.Error())
	}
	var all []grid.Member
	for _, o := range made {
		all = append(all, grid.Member{Occurrence: o})
	}
	return all
}

// matrix are the members of one.
func matrix(t *testing.T, text string, modules ...string) []grid.Member {
	t.Helper()
	expr, diags := hclsyntax.ParseExpression([]byte(text), "a.hcl", hcl.InitialPos)
	value, more := expr.Value(nil)
	axes, _, found := repeat.Axes(expr, value)
	made, wrong := repeat.Matrix(axes, hcl.Range{})
	if diags = append(append(append(diags, more...), found...), wrong...); diags.HasErrors() {
		t.Fatal(diags)
	}
	var all []grid.Member
	for _, m := range append(modules, make([]string, max(0, 1-len(modules)))...) {
		for _, o := range made {
			member := grid.Member{Occurrence: o}
			if m != "" {
				member.Modules = []grid.Key{{Name: "house", Text: m}}
			}
			all = append(all, member)
		}
	}
	return all
}

// told is a grid in a line: a=x,y b=1,2.
func told(g *grid.Grid) string {
	if g == nil {
		return ""
	}
	var words []string
	for _, a := range g.Axes {
		words = append(words, a.Name+"="+strings.Join(a.Values, ","))
	}
	return strings.Join(words, " ")
}

func TestOf(t *testing.T) {
	text := cty.StringVal
	product := map[string]map[string]cty.Value{}
	for _, p := range []string{"cup", "pot"} {
		for _, s := range []string{"ink", "oil"} {
			product[p+"/"+s] = map[string]cty.Value{"style": text(s), "product": cty.ObjectVal(map[string]cty.Value{"id": text(p), "name": text("A " + p)}), "secret": text(s).Mark("sensitive")}
		}
	}
	for _, test := range []struct {
		name    string
		members []grid.Member
		want    string
	}{
		{"none", nil, ""},
		{"one", members(""), ""},
		{"plain keys", members("ines", "otto", "runa"), ""},
		{"a matrix", matrix(t, `{ rank = ["queen", "page"], light = ["day", "night"] }`), "rank=queen,page light=day,night"},
		{"a matrix of one axis", matrix(t, `{ rank = ["queen", "page"] }`), "rank=queen,page"},
		{"a matrix with commas", matrix(t, `{ a = ["x", "x,y"], b = ["z", "w"] }`), "a=x,x,y b=z,w"},
		{"a matrix in modules", matrix(t, `{ rank = ["queen", "page"], light = ["day", "night"] }`, "foxes", "owls"), "house=foxes,owls rank=queen,page light=day,night"},
		{"one in each module", members("foxes: ", "owls: "), ""},
		{"keys in modules", members("foxes: a", "foxes: b", "owls: a", "owls: b"), "house=foxes,owls card=a,b"},
		{"other keys in each module", members("foxes: a", "foxes: b", "owls: c", "owls: d", "hens: e", "hens: f"), ""},
		{"joined by commas", members("page,day", "page,night", "queen,day"), "part 1=page,queen part 2=day,night"},
		{"numbers", members("10/a", "10/b", "9/a", "9/b"), "part 1=9,10 part 2=a,b"},
		{"named by each.value", of(product), "product=cup,pot style=ink,oil"},
		{"names with dashes", members("anna-bell", "tom-bell", "tom-jones"), ""},
		{"all combinations with dashes", members("a-x", "a-y", "b-x", "b-y"), "part 1=a,b part 2=x,y"},
		{"one part that varies", members("fox/day", "fox/night"), ""},
		{"too few combinations", members("a/1", "b/2", "c/3", "d/4"), ""},
		{"other numbers of parts", members("a/b", "a/b/c"), ""},
	} {
		g := grid.Of("card", test.members)
		if got := told(g); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		if g == nil {
			continue
		}
		seen := map[string]bool{}
		for _, at := range g.At {
			seen[strings.Join(at, "\x00")] = true
		}
		if len(seen) != len(test.members) {
			t.Errorf("%s: %d members at %d places", test.name, len(test.members), len(seen))
		}
	}
	g := grid.Of("card", members("page,day", "page,night", "queen,day"))
	if diff := cmp.Diff([][]string{{"page", "day"}, {"page", "night"}, {"queen", "day"}}, g.At); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
