package spec

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/eval"
)

// load writes files into a new folder and loads it.
func load(t testing.TB, files map[string]string, in Inputs) *eval.Config {
	t.Helper()
	config, diags := loadDir(write(t, files), in)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return config
}

func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func expand(t testing.TB, src string, recall eval.Recall) *eval.Expansion {
	t.Helper()
	x, diags := load(t, map[string]string{"main.hcl": src}, Inputs{}).Expand(recall)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return x
}

// summary is an instance in a line: address, path, source, unknown arguments,
// and dependencies.
func summary(x *eval.Expansion) string {
	var b strings.Builder
	for _, i := range x.Instances {
		fmt.Fprintf(&b, "%s %q", i.Address, i.Prompt)
		if !i.Source.IsZero() {
			fmt.Fprintf(&b, " source=%s%s%s", i.Source.Image, i.Source.File, i.Source.URL)
		}
		if len(i.Unknown) > 0 {
			fmt.Fprintf(&b, " unknown=%v", i.Unknown)
		}
		if len(i.DependsOn) > 0 {
			fmt.Fprintf(&b, " after=%v", i.DependsOn)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestExpandFollowsDependenciesByInstance(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"each to each", `
image "hero" {
  for_each = toset(["a", "b"])
  prompt   = "hero ${each.key}"
}
image "night" {
  for_each = image.hero
  prompt   = "night"
  source   = each.value
}`, `
image.hero["a"] "hero a"
image.hero["b"] "hero b"
image.night["a"] "night" source=image.hero["a"] after=[image.hero["a"]]
image.night["b"] "night" source=image.hero["b"] after=[image.hero["b"]]
`},
		{"a local in between", `
locals { first = image.hero["a"].sha256 }
image "hero" {
  for_each = { a = 1, b = 2 }
  prompt   = "hero"
}
image "last" { prompt = "seen ${local.first}" }`, `
image.hero["a"] "hero"
image.hero["b"] "hero"
image.last "" unknown=[prompt] after=[image.hero["a"]]
`},
		{"a chain in one block", `
image "frame" {
  count  = 3
  prompt = "frame ${count.index}"
  source = count.index == 0 ? "start.png" : image.frame[count.index - 1]
}`, `
image.frame[0] "frame 0" source=start.png
image.frame[1] "frame 1" source=image.frame[0] after=[image.frame[0]]
image.frame[2] "frame 2" source=image.frame[1] after=[image.frame[1]]
`},
		{"url and path stand for the image", `
image "a" { prompt = "a" }
image "by_path" {
  prompt = "p"
  source = image.a.path
}
image "by_url" {
  prompt = "u"
  source = image.a.url
}`, `
image.a "a"
image.by_path "p" source=image.a after=[image.a]
image.by_url "u" unknown=[source] after=[image.a]
`},
		{"operators that lose marks", `
locals { shift = -image.a["x"].width }
image "a" {
  for_each = toset(["x", "y"])
  prompt   = "a"
}
image "negated" { prompt = "n ${-image.a["x"].width}" }
image "looked_up" { prompt = [1, 2][image.a["y"].width] }
image "by_local" { prompt = "l ${local.shift}" }
image "looped" { prompt = "%{ for c in image.a["x"].tags }${c}%{ endfor } ${!(image.a["y"].bytes > 1)}" }`, `
image.a["x"] "a"
image.a["y"] "a"
image.by_local "" unknown=[prompt] after=[image.a["x"] image.a["y"]]
image.looked_up "" unknown=[prompt] after=[image.a["y"]]
image.looped "" unknown=[prompt] after=[image.a["x"] image.a["y"]]
image.negated "" unknown=[prompt] after=[image.a["x"]]
`},
		{"all of a block", `
image "a" {
  count  = 2
  prompt = "a"
}
image "sheet" { prompt = join(",", image.a[*].seed) }
image "later" {
  prompt     = "l"
  depends_on = [image.a, image.sheet]
}`, `
image.a[0] "a"
image.a[1] "a"
image.later "l" after=[image.a[0] image.a[1] image.sheet]
image.sheet "" unknown=[prompt] after=[image.a[0] image.a[1]]
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := summary(expand(t, test.src, nil))
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRefreshSeesTheRealPictures(t *testing.T) {
	x := expand(t, `
locals { seeds = [for i in image.a : i.seed] }
image "a" {
  count  = 3
  prompt = "a"
}
image "one" {
  count  = 3
  prompt = "one ${image.a[count.index].seed}"
}
image "all" { prompt = "all ${join(",", local.seeds)}" }
image "edit" {
  prompt = "e"
  source = image.a[1].url
}`, nil)
	recall := func(i *eval.Instance) *eval.Picture {
		return &eval.Picture{Seed: "s" + i.Key.Text(), URL: "https://x.test/" + i.Key.Text()}
	}
	for _, i := range x.Instances {
		if len(i.Unknown) == 0 {
			continue
		}
		if diags := x.Refresh(i, recall); diags.HasErrors() {
			t.Fatal(diags)
		}
	}
	want := `image.a[0] "a"
image.a[1] "a"
image.a[2] "a"
image.all "all s0,s1,s2" after=[image.a[0] image.a[1] image.a[2]]
image.edit "e" source=image.a[1] after=[image.a[1]]
image.one[0] "one s0" after=[image.a[0]]
image.one[1] "one s1" after=[image.a[1]]
image.one[2] "one s2" after=[image.a[2]]
`
	if diff := cmp.Diff(want, summary(x)); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkExpand(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		var blocks, rows strings.Builder
		rows.WriteString("id,text\n")
		for i := range n {
			fmt.Fprintf(&blocks, "image \"picture_%06d\" {\n  prompt = \"A quiet watercolour of lighthouse %d at dusk, soft light, muted colours, fine paper grain\"\n  model = \"flux-pro-1.1\"\n  size = \"1024x1024\"\n}\n\n", i, i)
			fmt.Fprintf(&rows, "p%06d,A quiet watercolour of lighthouse %d at dusk\n", i, i)
		}
		b.Run(fmt.Sprintf("blocks/%d", n), func(b *testing.B) {
			benchmarkExpand(b, map[string]string{"main.hcl": blocks.String()})
		})
		b.Run(fmt.Sprintf("csv/%d", n), func(b *testing.B) {
			benchmarkExpand(b, map[string]string{"rows.csv": rows.String(), "main.hcl": `
image "row" {
  for_each = { for r in csvdecode(file("rows.csv")) : r.id => r }
  prompt   = "${each.value.text}, in ink"
}`})
		})
	}
}

func benchmarkExpand(b *testing.B, files map[string]string) {
	dir := write(b, files)
	b.ReportAllocs()
	for b.Loop() {
		config, diags := loadDir(dir, Inputs{})
		if diags.HasErrors() {
			b.Fatal(diags)
		}
		if _, diags = config.Expand(nil); diags.HasErrors() {
			b.Fatal(diags)
		}
	}
}
