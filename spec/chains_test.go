package spec

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/eval"
)

func TestChainsInOneBlock(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"by sorted key", `
locals { order = ["a", "b", "c"] }
image "x" {
  for_each = toset(local.order)
  prompt   = each.key
  source   = each.key == "a" ? "start.png" : image.x[local.order[index(local.order, each.key) - 1]]
}`, `
image.x["a"] "a" source=start.png
image.x["b"] "b" source=image.x["a"] after=[image.x["a"]]
image.x["c"] "c" source=image.x["b"] after=[image.x["b"]]
`},
		{"two chains side by side", `
image "x" {
  count  = 4
  prompt = "p ${count.index}"
  source = count.index < 2 ? "start.png" : image.x[count.index - 2].path
}`, `
image.x[0] "p 0" source=start.png
image.x[1] "p 1" source=start.png
image.x[2] "p 2" source=image.x[0] after=[image.x[0]]
image.x[3] "p 3" source=image.x[1] after=[image.x[1]]
`},
		{"in a for", `
image "x" {
  count  = 3
  prompt = "after ${join(" ", [for n in range(count.index) : image.x[n].path])}"
}`, `
image.x[0] "after"
image.x[1] "after images/x-0.png" after=[image.x[0]]
image.x[2] "after images/x-0.png images/x-1.png" after=[image.x[0] image.x[1]]
`},
		{"all earlier ones", `
image "x" {
  count  = 3
  prompt = "${length(image.x)} before: ${join(" ", image.x[*].path)}"
}`, `
image.x[0] "0 before:"
image.x[1] "1 before: images/x-0.png" after=[image.x[0]]
image.x[2] "2 before: images/x-0.png images/x-1.png" after=[image.x[0] image.x[1]]
`},
		{"numbers as keys", `
image "x" {
  for_each = toset(["1", "2"])
  prompt   = "p"
  source   = each.key == "1" ? null : image.x[tostring(tonumber(each.key) - 1)]
}`, `
image.x["1"] "p"
image.x["2"] "p" source=image.x["1"] after=[image.x["1"]]
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), summary(expand(t, test.src, nil))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A chain of thousands takes time in proportion, also when each of its
// instances looks at all before it.
func TestLongChains(t *testing.T) {
	start := processorTime()
	x := expand(t, `
image "x" {
  count  = 5000
  prompt = "p ${count.index}"
  source = count.index == 0 ? "start.png" : image.x[count.index - 1]
}`, nil)
	if n := len(x.Instances); n != 5000 {
		t.Errorf("%d instances", n)
	}
	if took := processorTime() - start; took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestRefreshThroughForEachAndLocals(t *testing.T) {
	x := expand(t, `
locals {
  fixed = { a = "A", b = "B" }
  urls  = { for k, i in image.base : k => i.url }
}
image "base" {
  for_each = local.fixed
  prompt   = each.value
}
image "edit" {
  for_each = local.fixed
  prompt   = "${each.value} of ${local.urls[each.key]}"
  source   = image.base[each.key].url
}
image "last" {
  prompt = "sees ${image.edit["b"].sha256} ${image.edit["b"].prompt}"
}`, nil)
	if i := x.Instance(`image.edit["a"]`); fmt.Sprint(i.DependsOn) != `[image.base["a"]]` {
		t.Errorf("waits for %v", i.DependsOn)
	}
	recall := func(i *eval.Instance) *eval.Picture {
		return &eval.Picture{URL: "https://x.test/" + i.Block.Name + i.Key.Text(), SHA256: "sum" + i.Key.Text()}
	}
	for _, i := range x.Instances {
		if len(i.Unknown) > 0 {
			if diags := x.Refresh(i, recall); diags.HasErrors() {
				t.Fatal(render(diags))
			}
		}
	}
	want := `image.base["a"] "A"
image.base["b"] "B"
image.edit["a"] "A of https://x.test/basea" source=image.base["a"] after=[image.base["a"]]
image.edit["b"] "B of https://x.test/baseb" source=image.base["b"] after=[image.base["b"]]
image.last "sees sumb B of https://x.test/baseb" after=[image.edit["b"]]
`
	if diff := cmp.Diff(want, summary(x)); diff != "" {
		t.Error(diff)
	}
}

// Refresh does not read a large table again for each instance.
func TestRefreshIsLinear(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("id\n")
	for n := range 3000 {
		fmt.Fprintf(&rows, "k%d\n", n)
	}
	config := load(t, map[string]string{"rows.csv": rows.String(), "main.hcl": `
locals { rows = { for r in csvdecode(file("rows.csv")) : r.id => r } }
image "base" {
  for_each = local.rows
  prompt   = each.key
}
image "edit" {
  for_each = local.rows
  prompt   = "${local.rows[each.key].id} ${image.base[each.key].seed}"
}`}, Inputs{})
	x, diags := config.Expand(nil)
	if diags.HasErrors() {
		t.Fatal(render(diags))
	}
	start := processorTime()
	for _, i := range x.Instances {
		if len(i.Unknown) > 0 {
			if diags := x.Refresh(i, func(*eval.Instance) *eval.Picture { return &eval.Picture{Seed: "1"} }); diags.HasErrors() {
				t.Fatal(render(diags))
			}
		}
	}
	if took := processorTime() - start; took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestDefaultPaths(t *testing.T) {
	x := expand(t, `
gesso { output_dir = "out/pictures/" }
image "one" { prompt = "p" }
image "null" {
  prompt = "p"
  path   = null
}
image "n" {
  count  = 2
  prompt = "p"
}
image "k" {
  for_each = toset(["a b", "c/d", "\u00e9\u4e2d", "..", "x:y*?\"<>|", "${"$"}{z}", "tab\there", "dot.", "-"])
  prompt   = "p"
}`, nil)
	var got []string
	for _, i := range x.Instances {
		got = append(got, i.Address+" "+i.Path)
	}
	want := []string{
		`image.k["-"] out/pictures/k--.png`,
		`image.k[".."] out/pictures/k-...png`,
		`image.k["a b"] out/pictures/k-a-b.png`,
		`image.k["c/d"] out/pictures/k-c-d.png`,
		`image.k["dot."] out/pictures/k-dot..png`,
		`image.k["$${z}"] out/pictures/k---z-.png`,
		`image.k["tab\there"] out/pictures/k-tab-here.png`,
		`image.k["x:y*?\"<>|"] out/pictures/k-x-y------.png`,
		"image.k[\"\u00e9\u4e2d\"] out/pictures/k-\u00e9\u4e2d.png",
		"image.n[0] out/pictures/n-0.png",
		"image.n[1] out/pictures/n-1.png",
		"image.null out/pictures/null.png",
		"image.one out/pictures/one.png",
	}
	if diff := cmp.Diff(sortedStrings(want), sortedStrings(got)); diff != "" {
		t.Error(diff)
	}
}
