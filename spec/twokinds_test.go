package spec

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/lang"
)

// painter is a kind of providers beside the program's, whose block has arguments
// of its own and lacks some that others have.
func painter() *lang.Kind {
	return &lang.Kind{
		Name: "painter", Model: "oil", Size: func(model string) string { return "of " + model },
		Block: lang.Define(lang.Schema{Type: "provider", Labels: []string{"name"}, Description: "who paints",
			Arguments: []*lang.Argument{
				{Name: "alias", Type: lang.Text, Description: "a name"},
				{Name: "model", Type: lang.Text, Shown: true, Shared: true, Description: "a model"},
				{Name: "brushes", Type: lang.Number, Form: lang.Whole, Description: "how many"},
				{Name: "colours", Type: lang.Texts, Description: "which"},
				{Name: "patient", Type: lang.Flag, Description: "whether"},
			},
			Check: func(v *lang.Values) []lang.Problem {
				if lang.Of[int](v, "brushes") > 9 {
					return []lang.Problem{{Argument: "brushes", Detail: "Nobody has so many brushes."}}
				}
				return nil
			}}),
	}
}

// TestTwoKinds: a provider block is decoded by its kind, an image without a
// provider has that of the only kind that has a block, or the first kind's.
func TestTwoKinds(t *testing.T) {
	const images = `
image "silent" { prompt = "p" }
image "painted" {
  prompt   = "p"
  provider = painter
}
image "other" {
  prompt   = "p"
  provider = flux
}
module "inner" {
  source    = "./inner"
  providers = { painter.best = painter.second }
}
provider "painter" {
  alias   = "second"
  model   = "water"
  brushes = 3
  colours = ["red", "blue"]
  patient = true
}
`
	inner := `
image "deep" { prompt = "p" }
image "best" {
  prompt   = "p"
  provider = painter.best
}`
	both := []*lang.Kind{kinds("")[0], painter()}
	for name, test := range map[string]struct{ blocks, silent string }{
		"no default block":   {"", "flux"},
		"the second's alone": {`provider "painter" {}`, "painter"},
		"both":               {"provider \"painter\" {}\nprovider \"flux\" {}", "flux"},
	} {
		config := load(t, map[string]string{"main.hcl": images + test.blocks, "inner/main.hcl": inner}, Inputs{Kinds: both})
		x, diags := config.Expand(nil)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		got := map[string][3]string{}
		for _, i := range x.Instances {
			got[i.Address] = [3]string{i.Block.Provider.String(), i.Model, i.Size}
		}
		silent := map[string][3]string{"flux": {"flux"}, "painter": {"painter", "oil", "of oil"}}[test.silent]
		want := map[string][3]string{
			"image.silent": silent, "image.painted": {"painter", "oil", "of oil"}, "image.other": {"flux"},
			"module.inner.image.deep": silent, "module.inner.image.best": {"painter.second", "water", "of water"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		v := config.Providers["painter.second"].Settings
		if lang.Of[int](v, "brushes") != 3 || !lang.Of[bool](v, "patient") || len(lang.Of[[]string](v, "colours")) != 2 {
			t.Errorf("the settings are %v", v.Arguments)
		}
	}
	_, diags := loadDir(write(t, map[string]string{"main.hcl": `
provider "painter" { brushes = 10 }
provider "paint" {}
image "a" {
  prompt   = "p"
  provider = painter.x
}
image "b" {
  prompt   = "p"
  provider = plaster
}`}), Inputs{Kinds: both})
	var said []string
	for _, d := range diags {
		said = append(said, d.Detail)
	}
	if diff := cmp.Diff([]string{
		"Nobody has so many brushes.",
		`There is no provider named "paint". The providers are flux and painter.`,
		`There is no provider "painter" block with the alias "x". Declare it with: provider "painter" { alias = "x" }.`,
		`There is no provider named "plaster": there are flux and painter.`,
	}, said); diff != "" {
		t.Error(diff)
	}
}
