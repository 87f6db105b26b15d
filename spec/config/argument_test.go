package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// disguised is a body that says what it has and not what it is.
type disguised struct{ hcl.Body }

// What is taken from a body without decoding it is what decoding finds, mistakes too.
func TestPlainArguments(t *testing.T) {
	for _, body := range []string{
		"", `prompt = "a fox"`, "prompt = \"a fox\"\nmodel = \"m\"\npath = \"a/é.png\"\n", "prompt = <<E\na\nfox\nE\nsize = var.size\n",
		"model = \"m\"\n", "prompt = \"a\"\nforce = true\n", "prompt = \"a\"\ncount = 2\n", "prompt = \"a\"\nfor_each = {}\ntake = 2\n", "prompt = \"a\"\nprovider = flux.x\n",
		"prompt = \"a\"\ndepends_on = [image.b]\n", "prompt = \"a\"\nlifecycle {\n}\n", "prompt = \"a\"\ntags = { a = \"b\" }\nsource = \"x.png\"\n",
	} {
		read := func(wrap func(hcl.Body) hcl.Body) ([]string, hcl.Diagnostics, bool) {
			file, diags := hclsyntax.ParseConfig([]byte("image \"a\" {\n"+body+"\n}\n"), "x.hcl", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			block := file.Body.(*hclsyntax.Body).Blocks[0].AsHCLBlock()
			block.Body = wrap(block.Body)
			tree := NewTree(nil)
			d := &Decoder{Tree: tree, Module: tree.Root}
			diags = d.image(block)
			img := d.Module.Images["a"]
			var told []string
			for _, a := range img.Arguments {
				value, _ := a.Expr.Value(nil)
				told = append(told, a.Name, a.Expr.Range().String(), value.GoString())
			}
			return told, diags, img.Broken
		}
		got, gotDiags, gotBroken := read(func(b hcl.Body) hcl.Body { return b })
		want, wantDiags, wantBroken := read(func(b hcl.Body) hcl.Body { return disguised{b} })
		if diff := cmp.Diff(want, got); diff != "" || gotBroken != wantBroken || len(gotDiags) != len(wantDiags) {
			t.Errorf("%q: broken %v, want %v; %v, want %v\n%s", body, gotBroken, wantBroken, gotDiags, wantDiags, diff)
		}
	}
}
