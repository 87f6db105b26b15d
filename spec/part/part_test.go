package part_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/flux"
	"gesso/spec"
	"gesso/spec/config"
	"gesso/spec/lang"
	"gesso/spec/part"
)

const house = `
provider "flux" {}
locals { word = "a" }
image "base" { prompt = local.word }
image "edit" {
  prompt = "an edit"
  source = image.base
}
image "alone" { prompt = module.room.word }
module "room" {
  source = "./room"
  seen   = image.edit.path
}
module "late" {
  source     = "./room"
  seen       = "x"
  depends_on = [image.alone]
}
`

const room = `
variable "seen" {
  validation {
    condition     = length(var.seen) > local.limit
    error_message = "No."
  }
}
locals { limit = 0 }
image "door" { prompt = "a door, ${var.seen}" }
output "word" { value = "b" }
`

func nodes(t *testing.T) *config.Tree {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"main.hcl": house, "room/main.hcl": room} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c, diags := spec.Load(dir, spec.Inputs{Kinds: []*lang.Kind{flux.Language()}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c.Tree
}

func named(t *config.Tree, has func(config.Evaluable) bool) string {
	var names []string
	for _, n := range t.Order {
		if has(n) {
			names = append(names, n.String())
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestOf(t *testing.T) {
	tree := nodes(t)
	room := tree.Root.Calls["room"].Module
	for _, test := range []struct {
		node config.Evaluable
		want string
	}{
		{tree.Root.Images["base"], "image.base local.word"},
		{tree.Root.Images["edit"], "image.base image.edit local.word"},
		{tree.Root.Images["alone"], "image.alone module.room module.room.output.word"},
		{room.Images["door"], "image.base image.edit local.word module.room module.room.image.door module.room.local.limit module.room.var.seen module.room.var.seen (validation)"},
		{tree.Root.Calls["late"].Module.Images["door"], "image.alone module.late module.late.image.door module.late.local.limit module.late.var.seen module.late.var.seen (validation) module.room module.room.output.word"},
	} {
		if diff := cmp.Diff(test.want, named(tree, part.Of(test.node).Has)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.node, diff)
		}
	}
	if whole := named(tree, (*part.Part)(nil).Has); whole != named(tree, func(config.Evaluable) bool { return true }) {
		t.Errorf("nil is %s", whole)
	}
}

func TestDependents(t *testing.T) {
	tree := nodes(t)
	all := part.Dependents(tree, map[config.Evaluable]bool{tree.Root.Images["alone"]: true})
	want := "image.alone module.late module.late.image.door module.late.local.limit module.late.output.word module.late.var.seen module.late.var.seen (validation)"
	if diff := cmp.Diff(want, named(tree, func(n config.Evaluable) bool { return all[n] })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestKnows(t *testing.T) {
	tree := nodes(t)
	p := part.Of(tree.Root.Images["base"])
	for names, want := range map[*config.References]bool{
		{Images: []string{"base"}, Locals: []string{"word"}}: true,
		{Images: []string{"base", "edit"}}:                   false,
		{Modules: []string{"room.word"}}:                     false,
		{}:                                                   true,
	} {
		if got := p.Knows(tree.Root, *names); got != want {
			t.Errorf("%v: %v", *names, got)
		}
	}
}
