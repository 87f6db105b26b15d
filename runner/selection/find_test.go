package selection_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/selection"
)

// images are a small configuration's.
func images() []selection.Image {
	return []selection.Image{
		{Address: "image.logo", Tags: map[string]string{"release": "true"}},
		{Address: `image.hero["aria"]`, Tags: map[string]string{"set": "winter", "release": "false"}},
		{Address: `image.hero["abel"]`, Tags: map[string]string{"set": "summer", "draft": ""}},
		{Address: `image.hero["b*"]`},
		{Address: `image.hero["bo"]`, Former: "image.bo"},
		{Address: "image.frame[0]"},
		{Address: "image.frame[1]"},
		{Address: "image.frame[10]"},
		{Address: `module.shop["x"].image.hero["aria"]`},
		{Address: `module.shop["y"].image.hero["aria"]`},
		{Address: `module.shop["y"].module.deep.image.crest`},
		{Address: "module.house.image.crest"},
		{Address: `image.name["a.b # \"c\" $${d} é"]`},
	}
}

// meant are the addresses that patterns mean.
func meant(t *testing.T, patterns ...string) []string {
	t.Helper()
	found, err := selection.Find("-target", patterns, images())
	if err != nil {
		t.Errorf("%q: %v", patterns, err)
	}
	var all []string
	for _, i := range images() {
		if found.Means(i.Address) {
			all = append(all, i.Address)
		}
	}
	if len(all) != found.Len() {
		t.Errorf("%q: %d are found, and %d are meant", patterns, len(all), found.Len())
	}
	return all
}

func TestFind(t *testing.T) {
	const aria, abel, star, bo = `image.hero["aria"]`, `image.hero["abel"]`, `image.hero["b*"]`, `image.hero["bo"]`
	const shopX, shopY = `module.shop["x"].image.hero["aria"]`, `module.shop["y"].image.hero["aria"]`
	const deep, house, name = `module.shop["y"].module.deep.image.crest`, "module.house.image.crest", `image.name["a.b # \"c\" $${d} é"]`
	for pattern, want := range map[string][]string{
		"image.logo":                            {"image.logo"},
		" image.logo ":                          {"image.logo"},
		aria:                                    {aria},
		"image.hero":                            {aria, abel, star, bo},
		`image.hero["a*"]`:                      {aria, abel},
		`image.hero["a?*a"]`:                    {aria},
		`image.hero["b*"]`:                      {star}, // an image's address, whatever is in it
		`image.hero["b?"]`:                      {star, bo},
		"image.hero[*]":                         {aria, abel, star, bo},
		"image.bo":                              {bo}, // where its record still is
		"image.f*":                              {"image.frame[0]", "image.frame[1]", "image.frame[10]"},
		"image.frame[1*]":                       {"image.frame[1]", "image.frame[10]"},
		"image.l*o":                             {"image.logo"},
		"module.shop":                           {shopX, shopY, deep},
		`module.shop["y"]`:                      {shopY, deep},
		"module.shop.image.hero":                {shopX, shopY},
		"module.*.image.hero":                   {shopX, shopY},
		"module.*.image.crest":                  {house},
		"module.*":                              {shopX, shopY, deep, house},
		"module.*.module.*":                     {deep},
		"module.sho?.image.*":                   {shopX, shopY},
		`module.shop["?"].image.hero["aria"]`:   {shopX, shopY},
		`image.name["a.b # \"c\" ${d} é"]`:      {name},
		`image.name["a.b # \"c\" $${d} é"]`:     {name},
		`image.name["a.b # \"c\" ${d} \u00e9"]`: {name},
		"tag:release":                           {"image.logo"},
		"tag:release=false":                     {aria},
		"tag:release=*":                         {"image.logo", aria},
		"tag:set":                               {aria, abel},
		"tag:set=winter":                        {aria},
		"tag:set=*mer":                          {abel},
		"tag:se*=winter":                        {aria},
		"tag:draft":                             {abel},
	} {
		if diff := cmp.Diff(want, meant(t, pattern)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", pattern, diff)
		}
	}
	if n := len(meant(t, "*")); n != len(images()) {
		t.Errorf("* means %d", n)
	}
}

// How many images each pattern means is counted once an image.
func TestCount(t *testing.T) {
	found, err := selection.Find("", []string{"image.hero", "tag:*=*", "image.bo"}, images())
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []int{4, 3, 1} {
		if got := found.Count(n); got != want {
			t.Errorf("pattern %d means %d, want %d", n, got, want)
		}
	}
}

func TestUnknown(t *testing.T) {
	for pattern, want := range map[string]string{
		"image.cow":              "-target: there is no image image.cow; gesso plan and gesso state list show which there are",
		"image.hero[aria]":       `-target: there is no image image.hero[aria]; it could mean -target='image.hero["aria"]'`,
		"image.hero.aria":        `-target: there is no image image.hero.aria; it could mean -target='image.hero["aria"]'`,
		`image.hero["arla"]`:     `-target: there is no image image.hero["arla"]; it could mean -target='image.hero["aria"]'`,
		`image.frame["1"]`:       `-target: there is no image image.frame["1"]; it could mean -target='image.frame[1]'`,
		"image.frame[7]":         `-target: there is no image image.frame[7]; it could mean -target='image.frame[0]', -target='image.frame[1]', -target='image.frame[10]'`,
		"hero[aria]":             `-target: there is no image hero[aria]; it could mean -target='image.hero["aria"]'`,
		"image.heros":            `-target: there is no image image.heros; it could mean -target='image.hero["abel"]', -target='image.hero["aria"]', -target='image.hero["b*"]', -target='image.hero["bo"]'`,
		"shop[x]":                `-target: there is no image shop[x]; it could mean -target='module.shop["x"]'`,
		"module.shop[x]":         `-target: there is no image module.shop[x]; it could mean -target='module.shop["x"]'`,
		"hero":                   `-target: there is no image hero; it could mean -target=image.hero`,
		"image.crest":            `-target: there is no image image.crest; it could mean -target=module.shop.module.deep.image.crest, -target=module.house.image.crest`,
		"module.shap":            `-target: there is no image module.shap; it could mean -target=module.shop`,
		`image.zebra*`:           "-target: no image has an address like image.zebra*; gesso plan and gesso state list show which there are",
		"tag:winter":             "-target: no image has the tag winter; those that images have are tag:draft=, tag:release=false, tag:release=true, tag:set=summer, tag:set=winter",
		"":                       "-target: an address is empty; gesso plan and gesso state list show which there are",
		"image.\x1b[31m":         `-target: there is no image "image.\x1b[31m"; gesso plan and gesso state list show which there are`,
		"module.house.image.cre": "-target: there is no image module.house.image.cre; it could mean -target=module.house.image.crest",
	} {
		_, err := selection.Find("-target", []string{pattern}, images())
		var unknown *selection.UnknownError
		if !errors.As(err, &unknown) {
			t.Errorf("%s: %v", pattern, err)
			continue
		}
		if diff := cmp.Diff(want, err.Error()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", pattern, diff)
		}
	}
}

// What is recorded has no tags: an address is asked for there, and not said to be missing.
func TestUnknownTagOfRecords(t *testing.T) {
	_, err := selection.Find("", []string{"tag:release"}, []selection.Image{{Address: "image.cow"}})
	const want = "tag:release means no image here: tags are in the configuration, where -target and its like, gesso gallery and gesso review find them"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// Of many there are ten, and how many more there are.
func TestUnknownMany(t *testing.T) {
	var many []selection.Image
	var patterns []string
	for i := range 25 {
		many = append(many, selection.Image{Address: fmt.Sprintf("image.frame[%d]", i)})
		patterns = append(patterns, fmt.Sprintf("image.cow%d", i))
	}
	_, err := selection.Find("", []string{`image.frame["x"]`}, many)
	if err == nil || !strings.HasSuffix(err.Error(), "'image.frame[9]', and 15 more") {
		t.Errorf("one: %v", err)
	}
	_, err = selection.Find("", patterns, many)
	if err == nil || strings.Count(err.Error(), "\n") != 10 || !strings.HasSuffix(err.Error(), "and 15 more that mean no image") {
		t.Errorf("many: %v", err)
	}
}

func TestOne(t *testing.T) {
	for word, want := range map[string]string{
		`image.hero["aria"]`: `image.hero["aria"]`, "image.logo": "image.logo", "image.log*": "image.logo", "image.hero": "", "image.hero.aria": "",
	} {
		got, err := selection.One(word, images())
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", word, got, err)
		}
	}
	_, err := selection.One("image.hero", images())
	if err == nil || !strings.Contains(err.Error(), "is 4 images, and one is wanted; it could mean 'image.hero[\"abel\"]', ") {
		t.Error(err)
	}
}

// TestRetyped: what is pasted is the command line with what was meant in it, or there is
// nothing to paste. It asks before it does anything, and tells no value.
func TestRetyped(t *testing.T) {
	for _, test := range []struct {
		line []string
		want string
	}{
		{[]string{"plan", "-target=image.hero[aria]"}, `gesso plan -target='image.hero["aria"]'`},
		{[]string{"-chdir=a b", "plan", "--target", "image.hero[aria]"}, `gesso -chdir='a b' plan --target 'image.hero["aria"]'`},
		{[]string{"apply", "-auto-approve", "-target= image.hero[aria]"}, `gesso apply -target='image.hero["aria"]'`},
		{[]string{"apply", "--auto-approve=true", "-target=module.shop[y]"}, `gesso apply -target='module.shop["y"]'`},
		{[]string{"plan", "-var=key=s3cret", "-target=image.hero[aria]"}, `-target='image.hero["aria"]'`},
		{[]string{"plan", "-var", "key=s3cret", "-target=image.hero[aria]"}, `-target='image.hero["aria"]'`},
		{[]string{"plan", "-target=image.hero[“aria”]"}, `gesso plan -target='image.hero["aria"]'`},
		{[]string{"plan", "-target-file=a"}, ""},
		{[]string{"plan", `-target=image.hero["nope"]`}, ""},
		{[]string{"plan", "-target=tag:unknown"}, ""},
		{[]string{"plan", "-target=image.cow"}, ""},
	} {
		last := test.line[len(test.line)-1]
		_, err := selection.Find("-target", []string{strings.TrimPrefix(last, "-target=")}, images())
		if last == "-target-file=a" {
			_, err = selection.Find("-target", []string{"image.hero[aria]"}, images())
		}
		var unknown *selection.UnknownError
		if !errors.As(err, &unknown) || unknown.Retyped(test.line) != test.want {
			t.Errorf("%q, with %v: not %q", test.line, err, test.want)
		}
	}
}

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		"image.a": "image.a", "": "''", `image.a["b"]`: `'image.a["b"]'`, `image.a["it's"]`: `'image.a["it'\''s"]'`, "tag:set=a b": "'tag:set=a b'", "a\nb": `'"a\nb"'`,
	} {
		if got := selection.Quote(text); got != want {
			t.Errorf("%q is quoted %s, want %s", text, got, want)
		}
	}
}

func TestRead(t *testing.T) {
	got, err := selection.Read(strings.NewReader("\ufeff# all\r\n\r\nimage.a\r\n  image.b[\"x # y\"] # why\nmodule.c#no\n# end"))
	if diff := cmp.Diff([]string{"image.a", `image.b["x # y"]`, "module.c"}, got); diff != "" || err != nil {
		t.Errorf("(-want +got):\n%s%v", diff, err)
	}
	if _, err := selection.Read(strings.NewReader("image.a\n" + strings.Repeat("x", 1<<17))); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a line that is too long: %v", err)
	}
}

// BenchmarkFind is many patterns among many images.
func BenchmarkFind(b *testing.B) {
	const n = 10_000
	var many []selection.Image
	kinds := map[string][]string{}
	for i := range n {
		address := fmt.Sprintf(`module.m["%d"].image.hero["k%05d"]`, i%100, i)
		many = append(many, selection.Image{Address: address, Tags: map[string]string{"n": fmt.Sprint(i)}})
		kinds["exact"] = append(kinds["exact"], address)
		kinds["glob"] = append(kinds["glob"], fmt.Sprintf(`module.m["%d"].image.hero["k%05d*"]`, i%100, i))
		kinds["tag"] = append(kinds["tag"], fmt.Sprintf("tag:n=%d", i))
	}
	for kind, patterns := range kinds {
		b.Run(kind, func(b *testing.B) {
			for range b.N {
				if found, err := selection.Find("", patterns, many); err != nil || found.Len() != n {
					b.Fatal(err)
				}
			}
		})
	}
}
