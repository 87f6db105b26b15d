package spec

import (
	"testing"

	"gesso/spec/eval"

	"github.com/google/go-cmp/cmp"
)

// TestExpandTwice: an evaluation leaves nothing behind in the tree that it reads, so
// that the next one finds the same, whatever the one before was told of pictures.
func TestExpandTwice(t *testing.T) {
	config := load(t, map[string]string{
		"main.hcl": `
variable "animals" { default = ["fox", "owl"] }

locals { first = image.base["fox"].sha256 }

image "base" {
  for_each = toset(var.animals)
  prompt   = "a ${each.key}"
}

image "edit" {
  prompt = "like ${local.first}"
  source = image.base["owl"]
}

module "frames" {
  source = "./frames"
  count  = 2
  words  = image.base["fox"].prompt
}

output "frames" { value = module.frames[*].path }
`,
		"frames/main.hcl": `
variable "words" {}
image "frame" { prompt = "a frame of ${var.words}" }
output "path" { value = image.frame.path }
`,
	}, Inputs{})
	facts := func(recall eval.Recall) []string {
		t.Helper()
		x, diags := config.Expand(recall)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		var all []string
		for _, i := range x.Instances {
			all = append(all, i.Address, i.Path, i.Prompt, i.Source.Image)
			all = append(append(all, i.Unknown...), i.DependsOn...)
		}
		outputs, diags := x.Outputs()
		if diags.HasErrors() || len(outputs) != 1 {
			t.Fatal(outputs, diags)
		}
		return append(all, outputs[0].Value.GoString())
	}
	first := facts(nil)
	made := facts(func(*eval.Instance) *eval.Picture { return &eval.Picture{SHA256: "abc", Width: 7} })
	if cmp.Equal(first, made) {
		t.Error("what is known of pictures changes nothing")
	}
	if diff := cmp.Diff(first, facts(nil)); diff != "" {
		t.Errorf("the second evaluation differs (-first +second):\n%s", diff)
	}
}
