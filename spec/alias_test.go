package spec

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestProviders looks at which provider each image has, written in either
// syntax, and which model that one gives it.
func TestProviders(t *testing.T) {
	x := loadAll(t, map[string]string{
		"main.hcl": `
variable "model" { default = "flux-pro" }
provider "flux" {
  alias = "second"
  model = var.model
}
provider "flux" {
  alias = "third"
}
image "silent" { prompt = "p" }
image "named" {
  prompt   = "p"
  provider = flux
}
image "second" {
  prompt   = "p"
  provider = flux.second
}
image "own" {
  count    = 2
  prompt   = "p"
  model    = "flux-2-pro"
  provider = flux.third
}
module "inner" { source = "./inner" }`,
		"more.hcl.json":  `{"image": {"json": {"prompt": "p", "provider": "flux.second"}}}`,
		"inner/main.hcl": `image "deep" { prompt = "p" }`,
	}, nil)
	got := map[string][2]string{}
	for _, i := range x.Instances {
		got[i.Address] = [2]string{i.Block.Provider.String(), i.Model}
	}
	want := map[string][2]string{
		"image.silent":            {"flux", ""},
		"image.named":             {"flux", ""},
		"image.second":            {"flux.second", "flux-pro"},
		"image.json":              {"flux.second", "flux-pro"},
		"image.own[0]":            {"flux.third", "flux-2-pro"},
		"image.own[1]":            {"flux.third", "flux-2-pro"},
		"module.inner.image.deep": {"flux", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
