package spec

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/eval"
	"gesso/spec/source"
)

// The JSON syntax means what the native one does, for every construct.
func TestJSONMeansTheSame(t *testing.T) {
	native := `
gesso {
  output_dir = "out/${var.style}"
  budget { max_images = 5 }
}
provider "flux" {
  price = { "flux-dev" = 0.02 }
}
variable "style" {
  type    = string
  default = "ink"
  validation {
    condition     = length(var.style) > 1
    error_message = "Too short: ${var.style}."
  }
}
variable "list" {
  type    = list(object({ n = number, s = optional(string, "d") }))
  default = [{ n = 1 }]
}
locals {
  people = { ada = "a \"countess\"", bo = "a\nsmith" }
  nested = [1, { a = ["x", true, null] }]
}
image "hero" {
  for_each = local.people
  prompt   = "${each.value}, ${var.style}, %{ if each.key == "ada" }first%{ else }then%{ endif }"
  path     = "x/${each.key}.png"
  tags     = { style = var.style, "k ${each.key}" = "v" }
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [size]
  }
}
image "frame" {
  count      = 3
  source     = count.index == 0 ? "start.png" : image.frame[count.index - 1]
  prompt     = "later"
  model      = "flux-kontext-pro"
  depends_on = [image.hero["ada"]]
}
image "card" {
  matrix = { style = ["ink", "oil"], animal = ["fox"] }
  prompt = "${matrix.animal} in ${matrix.style} ${var.list[0].s}"
}
module "m" {
  source = "./m"
  count  = 1
  who    = image.hero["bo"]
}
image "end" { prompt = "${module.m[0].text} ${jsonencode(local.nested)}" }
output "paths" { value = { for k, i in image.hero : k => i.path } }`
	json := `{
  "gesso": { "output_dir": "out/${var.style}", "budget": { "max_images": 5 } },
  "provider": { "flux": { "price": { "flux-dev": 0.02 } } },
  "variable": {
    "style": {
      "type": "string", "default": "ink",
      "validation": [{ "condition": "${length(var.style) > 1}", "error_message": "Too short: ${var.style}." }]
    },
    "list": { "type": "list(object({ n = number, s = optional(string, \"d\") }))", "default": [{ "n": 1 }] }
  },
  "locals": {
    "people": { "ada": "a \"countess\"", "bo": "a\nsmith" },
    "nested": [1, { "a": ["x", true, null] }]
  },
  "image": {
    "hero": {
      "for_each": "${local.people}",
      "prompt": "${each.value}, ${var.style}, %{ if each.key == \"ada\" }first%{ else }then%{ endif }",
      "path": "x/${each.key}.png",
      "tags": { "style": "${var.style}", "k ${each.key}": "v" },
      "lifecycle": { "prevent_destroy": true, "ignore_changes": ["size"] }
    },
    "frame": {
      "count": 3,
      "source": "${count.index == 0 ? \"start.png\" : image.frame[count.index - 1]}",
      "prompt": "later",
      "model": "flux-kontext-pro",
      "depends_on": ["image.hero[\"ada\"]"]
    },
    "card": {
      "matrix": { "style": ["ink", "oil"], "animal": ["fox"] },
      "prompt": "${matrix.animal} in ${matrix.style} ${var.list[0].s}"
    },
    "end": { "prompt": "${module.m[0].text} ${jsonencode(local.nested)}" }
  },
  "module": { "m": { "source": "./m", "count": 1, "who": "${image.hero[\"bo\"]}" } },
  "output": { "paths": { "value": "${{ for k, i in image.hero : k => i.path }}" } }
}`
	inNative := map[string]string{"main.hcl": native, "m/main.hcl": `
variable "who" {}
image "edit" {
  source = var.who
  prompt = "again"
}
output "text" { value = var.who.prompt }`}
	inJSON := map[string]string{"main.hcl.json": json, "m/main.hcl.json": `{
  "variable": { "who": {} },
  "image": { "edit": { "source": "${var.who}", "prompt": "again" } },
  "output": { "text": { "value": "${var.who.prompt}" } }
}`}
	want, got := loadAll(t, inNative, nil), loadAll(t, inJSON, nil)
	if diff := cmp.Diff(details(t, want), details(t, got)); diff != "" {
		t.Error(diff)
	}
	if len(want.Instances) != 9 {
		t.Errorf("there are %d instances", len(want.Instances))
	}
}

// details is all that an expansion says.
func details(t *testing.T, x *eval.Expansion) []string {
	t.Helper()
	all := []string{summary(x), x.Config.OutputDir}
	for _, i := range x.Instances {
		all = append(all, i.Path, cmp.Diff(map[string]string{}, i.Tags), cmp.Diff([]string{}, i.Block.Lifecycle().IgnoreChanges))
	}
	outputs, diags := x.Outputs()
	if diags.HasErrors() {
		t.Fatal(render(diags))
	}
	for _, o := range outputs {
		all = append(all, o.Name, o.Value.GoString())
	}
	return append(all, cmp.Diff(nil, x.Config.Budget.MaxImages))
}

// Where a template of a JSON string stands is told by the file, escapes and all.
func TestJSONPlaces(t *testing.T) {
	src := []byte(`{"a": "x\n\"\u00e9${var.b}", "c": "${var.d}"}`)
	c := &source.Files{Sources: map[string][]byte{"f.json": src}}
	for _, test := range []struct{ seems, is int }{
		{0, 0},
		{6, 6},   // the quote
		{7, 7},   // x
		{8, 8},   // \n
		{9, 10},  // \"
		{10, 12}, // the letter
		{len(src) + 9, len(src)},
	} {
		rng := c.Range(&hcl.Range{Filename: "f.json", Start: hcl.Pos{Byte: test.seems}, End: hcl.Pos{Byte: test.seems}})
		if rng.Start.Byte != test.is || rng.Start.Line != 1 || rng.Start.Column > test.is+1 {
			t.Errorf("byte %d is said to be %v, want %d", test.seems, rng.Start, test.is)
		}
	}
}

func TestMatrix(t *testing.T) {
	x := expand(t, `
locals { axes = { z = ["1"], a = toset(["p", "q"]) } }
image "card" {
  matrix = { style = ["ink", "oil"], animal = ["fox"], n = [1, true] }
  prompt = "${matrix.animal} ${matrix.style} ${matrix.n}"
}
image "computed" {
  matrix = local.axes
  prompt = matrix.a
}
image "none" {
  matrix = { a = [], b = ["x"] }
  prompt = "p"
}
image "later" {
  matrix = { a = ["x"] }
  source = image.card["ink,fox,1"]
  prompt = matrix.a
}`, nil)
	want := `image.card["ink,fox,1"] "fox ink 1"
image.card["ink,fox,true"] "fox ink true"
image.card["oil,fox,1"] "fox oil 1"
image.card["oil,fox,true"] "fox oil true"
image.computed["p,1"] "p"
image.computed["q,1"] "q"
image.later["x"] "x" source=image.card["ink,fox,1"] after=[image.card["ink,fox,1"]]
`
	if diff := cmp.Diff(want, summary(x)); diff != "" {
		t.Error(diff)
	}
}
