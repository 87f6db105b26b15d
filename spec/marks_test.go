package spec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What an argument depends on are exactly the instances whose values it used,
// whatever the expression did with them.
func TestMarksAreExact(t *testing.T) {
	const all = `image.a["x"] image.a["y"] image.a["z"]`
	const frames = "image.f[0] image.f[1] image.f[2]"
	for _, test := range []struct{ expr, want string }{
		{`"none"`, ""},
		{`image.a["x"].path`, `image.a["x"]`},
		{`image.a["x"].url`, `image.a["x"]`},
		{`image.a[local.key].url`, `image.a["y"]`},
		{`image.f[1].url`, "image.f[1]"},
		{`image.f[1 + 1].seed`, "image.f[2]"},
		{`"${image.a["x"].seed} and ${image.f[0].seed}"`, `image.a["x"] image.f[0]`},
		{`upper(image.a["x"].url)`, `image.a["x"]`},
		{`upper(image.a["x"].path)`, `image.a["x"]`},
		{`format("%s %d", image.a["x"].path, image.f[0].width)`, `image.a["x"] image.f[0]`},
		{`jsonencode({ a = image.a["x"].url, b = [image.f[2].path] })`, `image.a["x"] image.f[2]`},
		{`jsonencode(image.a["x"])`, `image.a["x"]`},
		{`true ? image.a["x"].path : image.a["y"].path`, `image.a["x"] image.a["y"]`},
		{`image.a["x"].width > 3 ? "a" : "b"`, `image.a["x"]`},
		{`image.a["x"].path == "" ? "a" : "b"`, `image.a["x"]`},
		{`join(",", image.f[*].url)`, frames},
		{`join(",", image.f[*].path)`, frames},
		{`join(",", [for i in image.f : i.path])`, frames},
		{`join(",", [for i in image.f : i.path if i.path != "images/f-1.png"])`, frames},
		{`[for i in image.f : i.path][1]`, "image.f[1]"},
		{`[for i in image.f : i.url][1]`, frames},
		{`{ for k, i in image.a : k => i.path }["y"]`, `image.a["y"]`},
		{`local.paths["y"]`, `image.a["y"]`},
		{`local.urls["y"]`, `image.a["y"]`},
		{`local.joined`, all},
		{`join(",", values(local.paths))`, all},
		{`lookup(local.paths, "z", "")`, `image.a["z"]`},
		{`try(image.a["q"].path, image.a["x"].path)`, `image.a["x"]`},
		{`can(image.a["x"].path) ? "y" : "n"`, ""},
		{`can(image.a["x"].url) ? "y" : "n"`, `image.a["x"]`},
		{`coalesce(image.a["x"].url, "x")`, `image.a["x"]`},
		{`templatefile("t.tftpl", { a = image.a["x"].path, b = image.f[0].path })`, `image.a["x"] image.f[0]`},
		{`templatefile("t.tftpl", { a = image.a["x"].url, b = "b" })`, `image.a["x"]`},
		{`"%{ if image.a["x"].width > 0 }y%{ else }n%{ endif }"`, `image.a["x"]`},
		{`"%{ for i in image.f }${i.url}%{ endfor }"`, frames},
		{`"%{ for i in image.f }${i.path}%{ endfor }"`, frames},
		{`"${-image.f[0].width} ${image.a["x"].url}"`, `image.a["x"] image.f[0]`},
		{`tostring(length(image.f))`, ""},
		{`tostring(length(image.a))`, ""},
		{`join(",", keys(image.a))`, ""},
		{`sensitive(image.a["x"].path)`, `image.a["x"]`},
		{`nonsensitive(sensitive(image.a["x"].path))`, `image.a["x"]`},
		{`[for x in jsondecode(image.a["x"].url) : x][0]`, `image.a["x"]`},
		{`image.a[image.f[0].path == "" ? "x" : "y"].url`, `image.a["y"] image.f[0]`},
		{`[1, 2][image.f[1].width]`, "image.f[1]"},
		{`(image.a["x"]).path`, `image.a["x"]`},
		{`image.a["x"]["path"]`, `image.a["x"]`},
		{`one([image.a["x"].path])`, `image.a["x"]`},
		{`element(image.f, 4).path`, "image.f[1]"},
		{`merge({ p = "p" }, { p = image.a["x"].path }).p`, `image.a["x"]`},
		{`regex("[a-z]+", image.a["x"].url)`, `image.a["x"]`},
		{`<<EOT
${image.a["x"].url}
EOT
`, `image.a["x"]`},
	} {
		t.Run(test.expr, func(t *testing.T) {
			config := load(t, map[string]string{"t.tftpl": "${a} ${b}", "main.hcl": `
locals {
  key    = "y"
  paths  = { for k, i in image.a : k => i.path }
  urls   = { for k, i in image.a : k => i.url }
  joined = join(",", [for k, i in image.a : i.seed])
}
image "a" {
  for_each = toset(["x", "y", "z"])
  prompt   = each.key
}
image "f" {
  count  = 3
  prompt = "frame"
}
image "user" { 
  prompt = ` + test.expr + `
}`}, Inputs{})
			x, diags := config.Expand(nil)
			if diags.HasErrors() {
				t.Fatal(render(diags))
			}
			if got := strings.Join(x.Instance("image.user").DependsOn, " "); got != test.want {
				t.Errorf("depends on %q, not %q", got, test.want)
			}
		})
	}
}

// An unknown index says nothing of which instance it will be.
func TestUnknownIndexWaitsForAll(t *testing.T) {
	got := summary(expand(t, `
image "key" { prompt = "k" }
image "a" {
  for_each = toset(["x", "y"])
  prompt   = each.key
}
image "user" { prompt = image.a[image.key.seed].path }`, nil))
	if !strings.Contains(got, `image.user "" unknown=[prompt] after=[image.a["x"] image.a["y"] image.key]`) {
		t.Error(got)
	}
}

func TestSensitiveArgumentsAreRecorded(t *testing.T) {
	config := load(t, map[string]string{"main.hcl": `
variable "secret" {
  default   = "s3cret"
  sensitive = true
}
image "a" {
  prompt = "with ${upper(var.secret)}"
  tags   = { owner = var.secret }
}
image "b" {
  prompt = image.a.prompt
  source = "${var.secret}.png"
}
image "c" {
  prompt = jsonencode(image.a.tags)
}
image "d" {
  prompt = image.a.path
}
output "a" {
  value     = image.a.tags
  sensitive = true
}`}, Inputs{})
	x, diags := config.Expand(nil)
	if diags.HasErrors() {
		t.Fatal(render(diags))
	}
	var got []string
	for _, i := range x.Instances {
		got = append(got, fmt.Sprint(i.Address, i.Sensitive))
	}
	want := []string{"image.a[prompt tags]", "image.b[prompt source]", "image.c[prompt]", "image.d[]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTagsDecideNothing(t *testing.T) {
	x := expand(t, `
image "a" { prompt = "a" }
image "b" {
  prompt = "b"
  tags   = { like = image.a.path }
}
image "c" {
  prompt = "c"
  tags   = { seed = image.a.seed }
}`, nil)
	want := "image.a \"a\"\nimage.b \"b\"\nimage.c \"c\"\n"
	if diff := cmp.Diff(want, summary(x)); diff != "" {
		t.Error(diff)
	}
	if got := x.Instance("image.b").Tags["like"]; got != "images/a.png" {
		t.Errorf("the tag is %q", got)
	}
}
