package spec

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSourceIsOutput: what is advised where a source is an image's output can be
// followed: it never leads to a cycle.
func TestSourceIsOutput(t *testing.T) {
	image := func(name string, lines ...string) string {
		return "image \"" + name + "\" {\n  prompt = \"p\"\n  " + strings.Join(lines, "\n  ") + "\n}\n"
	}
	const itself = "Source is the output of the image itself"
	for name, test := range map[string]struct {
		main  string
		links map[string]string
		want  []string // in what is said; none for nothing
		not   string
	}{
		"itself":                    {image("e", `source = "photo.png"`, `path = "photo.png"`), nil, []string{itself, `another path, such as "photo-edited.png"`}, "Write source"},
		"itself, by case":           {image("e", `source = "Photo.PNG"`, `path = "photo.png"`), nil, []string{itself}, "Write source"},
		"itself, unclean":           {image("e", `source = "./x/../photo.png"`, `path = "photo.png"`), nil, []string{itself}, "Write source"},
		"itself, by default":        {image("e", `source = "images/e.png"`), nil, []string{itself, "no path is said"}, "Write source"},
		"itself, by a file's link":  {image("e", `source = "link.png"`, `path = "photo.png"`), map[string]string{"link.png": "photo.png"}, []string{itself}, "Write source"},
		"itself, by a link of dirs": {image("e", `source = "pics/e.png"`), map[string]string{"pics": "images"}, []string{itself}, "Write source"},
		"itself, by its own link":   {image("e", `source = "photos/e.png"`, `path = "pics/e.png"`), map[string]string{"pics": "photos"}, []string{itself}, "Write source"},
		"each itself":               {image("e", `for_each = toset(["a", "b"])`, `source = "${each.key}.png"`, `path = "${each.key}.png"`), nil, []string{itself, "1 more"}, "Write source"},

		"another":               {image("a", `path = "x.png"`) + image("b", `source = "x.png"`), nil, []string{"Write source = image.a, so"}, ""},
		"another, by a link":    {image("a", `path = "x.png"`) + image("b", `source = "l.png"`), map[string]string{"l.png": "x.png"}, []string{"Write source = image.a, so"}, ""},
		"another of that key":   {image("a", `for_each = toset(["k"])`, `path = "x/${each.key}.png"`) + image("b", `for_each = toset(["k"])`, `source = "x/${each.key}.png"`), nil, []string{"Write source = image.a[each.key], so"}, ""},
		"another of that index": {image("a", `count = 2`) + image("b", `count = 2`, `source = "images/a-${count.index}.png"`), nil, []string{"Write source = image.a[count.index], so"}, ""},
		"one of several":        {image("a", `for_each = toset(["k"])`) + image("b", `source = "images/a-k.png"`), nil, []string{`Write source = image.a["k"], so`}, ""},

		"each other":          {image("a", `source = "images/b.png"`) + image("b", `source = "images/a.png"`), nil, []string{"image.a in turn", "image.b in turn"}, "Write source"},
		"each other, in keys": {image("f", `for_each = { a = "b", b = "a" }`, `source = "images/f-${each.value}.png"`), nil, []string{"a later instance"}, `Write source = image.f["b"]`},
		"what uses it":        {image("a", `source = "images/b.png"`) + image("b", `source = image.a`), nil, []string{"image.a in turn"}, "Write source"},
		"what uses it by way": {image("a", `source = "images/c.png"`) + image("b", `source = image.a`) + image("c", `depends_on = [image.b]`), nil, []string{"image.a in turn"}, "Write source"},
		"another instance of what uses it": {image("a", `count = 2`, `source = count.index == 0 ? "images/b.png" : "start.png"`) + image("b", `source = image.a[1]`), nil,
			[]string{"image.a[0] in turn"}, "Write source"},

		"a chain":           {image("f", `count = 3`, `source = count.index == 0 ? "start.png" : "images/f-${count.index - 1}.png"`), nil, []string{"Write source = image.f[count.index - 1], so"}, ""},
		"a chain backwards": {image("f", `count = 3`, `source = count.index == 2 ? "start.png" : "images/f-${count.index + 1}.png"`), nil, []string{"a later instance"}, "Write source"},

		"another module's":      {"module \"m\" { source = \"./m\" }\n" + image("b", `source = "images/m/a.png"`), nil, []string{"module.m.image.a", "an output of that module"}, "Write source"},
		"a link somewhere else": {image("a") + image("b", `source = "l.png"`), map[string]string{"l.png": "start.png"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, map[string]string{"main.hcl": test.main, "m/main.hcl": `image "a" { prompt = "a" }`, "start.png": "", "photo.png": "", "x.png": "", "images/e.png": "", "photos/e.png": ""})
			for link, target := range test.links {
				if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
					t.Skip(err)
				}
			}
			config, diags := loadDir(dir, Inputs{Version: "0.1.0", Kinds: kinds("flux-dev")})
			defer config.Close()
			if !diags.HasErrors() {
				_, diags = config.Expand(nil)
			}
			said := render(diags)
			if len(test.want) == 0 && said != "" {
				t.Errorf("it says %s", said)
			}
			for _, want := range test.want {
				if !strings.Contains(said, want) {
					t.Errorf("%q is not in %s", want, said)
				}
			}
			if test.not != "" && strings.Contains(said, test.not) {
				t.Errorf("%q is in %s", test.not, said)
			}
		})
	}
}
