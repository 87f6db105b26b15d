package spec

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/eval"
)

// loadAll expands files and returns the summary of their instances.
func loadAll(t *testing.T, files map[string]string, recall eval.Recall) *eval.Expansion {
	t.Helper()
	x, diags := load(t, files, Inputs{Version: "0.1.0"}).Expand(recall)
	if diags.HasErrors() {
		t.Fatal(render(diags))
	}
	return x
}

// recallAll knows a picture of everything.
func recallAll(i *eval.Instance) *eval.Picture {
	return &eval.Picture{URL: "https://x.test/" + i.Address, SHA256: "sum of " + i.Address}
}

// refreshAll evaluates what was unknown, as a run does.
func refreshAll(t *testing.T, x *eval.Expansion) {
	t.Helper()
	for _, i := range x.Instances {
		if len(i.Unknown) > 0 {
			if diags := x.Refresh(i, recallAll); diags.HasErrors() {
				t.Fatal(render(diags))
			}
		}
	}
}

var portraits = map[string]string{
	"main.hcl": `
locals { people = { ada = "a countess", bo = "a smith" } }
module "portrait" {
  source   = "./modules/portrait"
  for_each = local.people
  who      = each.value
  style    = "ink"
}
image "group" {
  prompt = "all of ${join(" and ", [for k, m in module.portrait : m.caption])}"
}
image "wall" {
  source = module.portrait["ada"].picture
  prompt = "hung on a wall, ${module.portrait["bo"].inner_sum}"
  model  = "flux-kontext-pro"
}
output "sums" { value = { for k, m in module.portrait : k => m.inner_sum } }`,
	"modules/portrait/main.hcl": `
variable "who" { type = string }
variable "style" {
  type    = string
  default = "oil"
  validation {
    condition     = length(var.style) > 1
    error_message = "Too short."
  }
}
locals { text = "${var.who} in ${var.style}, ${path.module}" }
image "face" { prompt = local.text }
module "frame" {
  source = "./frame"
  count  = 2
  of     = image.face
  n      = count.index
}
output "caption" { value = image.face.prompt }
output "picture" { value = image.face }
output "inner_sum" { value = module.frame[1].sum }`,
	"modules/portrait/frame/main.hcl": `
variable "of" {}
variable "n" { type = number }
image "framed" {
  source = var.of
  prompt = "in frame ${var.n}: ${var.of.prompt}"
  model  = "flux-kontext-pro"
}
output "sum" { value = image.framed.sha256 }`,
}

func TestModules(t *testing.T) {
	x := loadAll(t, portraits, nil)
	want := `image.group "all of a countess in ink, modules/portrait and a smith in ink, modules/portrait" after=[module.portrait["ada"].image.face module.portrait["bo"].image.face]
image.wall "" source=module.portrait["ada"].image.face unknown=[prompt] after=[module.portrait["ada"].image.face module.portrait["bo"].module.frame[1].image.framed]
module.portrait["ada"].image.face "a countess in ink, modules/portrait"
module.portrait["ada"].module.frame[0].image.framed "in frame 0: a countess in ink, modules/portrait" source=module.portrait["ada"].image.face after=[module.portrait["ada"].image.face]
module.portrait["ada"].module.frame[1].image.framed "in frame 1: a countess in ink, modules/portrait" source=module.portrait["ada"].image.face after=[module.portrait["ada"].image.face]
module.portrait["bo"].image.face "a smith in ink, modules/portrait"
module.portrait["bo"].module.frame[0].image.framed "in frame 0: a smith in ink, modules/portrait" source=module.portrait["bo"].image.face after=[module.portrait["bo"].image.face]
module.portrait["bo"].module.frame[1].image.framed "in frame 1: a smith in ink, modules/portrait" source=module.portrait["bo"].image.face after=[module.portrait["bo"].image.face]
`
	if diff := cmp.Diff(want, summary(x)); diff != "" {
		t.Error(diff)
	}
	var paths []string
	for _, i := range x.Instances {
		paths = append(paths, i.Path)
	}
	if diff := cmp.Diff([]string{
		"images/group.png", "images/wall.png",
		"images/portrait-ada/face.png", "images/portrait-ada/frame-0/framed.png", "images/portrait-ada/frame-1/framed.png",
		"images/portrait-bo/face.png", "images/portrait-bo/frame-0/framed.png", "images/portrait-bo/frame-1/framed.png",
	}, paths); diff != "" {
		t.Error(diff)
	}
	refreshAll(t, x)
	if got, want := x.Instance("image.wall").Prompt, `hung on a wall, sum of module.portrait["bo"].module.frame[1].image.framed`; got != want {
		t.Errorf("after the pictures are made, the prompt is %q, want %q", got, want)
	}
	for address, want := range map[string]string{
		"image.wall": "wall", `module.portrait["ada"].image.face`: "face", `module.portrait["gone"].module.frame[7].image.framed`: "framed",
		"image.none": "", "module.none.image.face": "", "module.portrait": "", "": "", "image": "", `module.portrait["a"`: "",
	} {
		got := ""
		if block := x.Config.Block(address); block != nil {
			got = block.Name
		}
		if got != want {
			t.Errorf("the block of %s is %q, want %q", address, got, want)
		}
	}
}

// An output of a module may depend on what another output of it feeds: the
// order is one of single values, not of whole modules.
func TestModulesNeedEachOther(t *testing.T) {
	x := loadAll(t, map[string]string{
		"main.hcl": `
module "a" {
  source = "./m"
  in     = module.b.fixed
}
module "b" {
  source = "./m"
  in     = module.a.fixed
}
image "x" { prompt = "${module.a.got} ${module.b.got}" }`,
		"m/main.hcl": `
variable "in" {}
output "fixed" { value = "fixed in ${path.module}" }
output "got" { value = var.in }`,
	}, nil)
	if got, want := x.Instances[0].Prompt, "fixed in m fixed in m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What waits for a module waits for all of its images, in modules below too,
// and a module that waits lets all of its images wait.
func TestModuleDependsOn(t *testing.T) {
	x := loadAll(t, map[string]string{
		"main.hcl": `
image "first" { prompt = "p" }
module "m" {
  source     = "./m"
  for_each   = toset(["a", "b"])
  depends_on = [image.first]
}
image "all" {
  prompt     = "p"
  depends_on = [module.m]
}
image "one" {
  prompt     = "p"
  depends_on = [module.m["b"]]
}`,
		"m/main.hcl": `
image "y" { prompt = "p" }
module "deep" { source = "./deep" }`,
		"m/deep/main.hcl": `image "z" { prompt = "p" }`,
	}, nil)
	after := map[string]string{}
	for _, i := range x.Instances {
		after[i.Address] = fmt.Sprint(i.DependsOn)
	}
	want := map[string]string{
		"image.first":                       "[]",
		"image.all":                         `[module.m["a"].image.y module.m["a"].module.deep.image.z module.m["b"].image.y module.m["b"].module.deep.image.z]`,
		"image.one":                         `[module.m["b"].image.y module.m["b"].module.deep.image.z]`,
		`module.m["a"].image.y`:             "[image.first]",
		`module.m["a"].module.deep.image.z`: "[image.first]",
		`module.m["b"].image.y`:             "[image.first]",
		`module.m["b"].module.deep.image.z`: "[image.first]",
	}
	if diff := cmp.Diff(want, after); diff != "" {
		t.Error(diff)
	}
}

// Unknown values go through arguments, locals and outputs of modules, and are
// known when the pictures are.
func TestModuleRefresh(t *testing.T) {
	x := loadAll(t, map[string]string{
		"main.hcl": `
image "base" {
  for_each = toset(["a", "b"])
  prompt   = each.key
}
module "m" {
  source   = "./m"
  for_each = image.base
  picture  = each.value
  sum      = each.value.sha256
}
image "end" {
  for_each = image.base
  prompt   = "${each.value.sha256}, ${module.m[each.key].text}"
}`,
		"m/main.hcl": `
variable "picture" {}
variable "sum" { type = string }
locals { again = "again ${var.sum}" }
image "edit" {
  source = var.picture
  prompt = local.again
}
output "text" { value = "${local.again} ${image.edit.url}" }`,
	}, nil)
	refreshAll(t, x)
	want := `image.base["a"] "a"
image.base["b"] "b"
image.end["a"] "sum of image.base[\"a\"], again sum of image.base[\"a\"] https://x.test/module.m[\"a\"].image.edit" after=[image.base["a"] module.m["a"].image.edit]
image.end["b"] "sum of image.base[\"b\"], again sum of image.base[\"b\"] https://x.test/module.m[\"b\"].image.edit" after=[image.base["b"] module.m["b"].image.edit]
module.m["a"].image.edit "again sum of image.base[\"a\"]" source=image.base["a"] after=[image.base["a"]]
module.m["b"].image.edit "again sum of image.base[\"b\"]" source=image.base["b"] after=[image.base["b"]]
`
	if diff := cmp.Diff(want, summary(x)); diff != "" {
		t.Error(diff)
	}
}

// A module's images use what its block passes on, else the caller's default.
func TestModuleProviders(t *testing.T) {
	x := loadAll(t, map[string]string{
		"main.hcl": `
provider "flux" {}
provider "flux" { alias = "second" }
image "root" { prompt = "p" }
module "plain" { source = "./m" }
module "short" {
  source   = "./m"
  provider = flux.second
}
module "named" {
  source    = "./named"
  providers = { flux.fast = flux.second }
}`,
		"m/main.hcl":      "image \"x\" { prompt = \"p\" }\nmodule \"deep\" { source = \"./deep\" }",
		"m/deep/main.hcl": `image "y" { prompt = "p" }`,
		"named/main.hcl": `
image "default" { prompt = "p" }
image "fast" {
  prompt   = "p"
  provider = flux.fast
}`,
	}, nil)
	got := map[string]string{}
	for _, i := range x.Instances {
		got[i.Address] = i.Block.Provider.String()
	}
	want := map[string]string{
		"image.root": "flux", "module.plain.image.x": "flux", "module.plain.module.deep.image.y": "flux",
		"module.short.image.x": "flux.second", "module.short.module.deep.image.y": "flux.second",
		"module.named.image.default": "flux", "module.named.image.fast": "flux.second",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
