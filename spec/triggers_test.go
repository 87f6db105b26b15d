package spec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/eval"
)

const triggersSource = `
image "a" {
  for_each = toset(["x", "y"])
  prompt   = "a"
}
image "one" {
  prompt = sensitive("one")
}
image "b" {
  for_each = toset(["x"])
  prompt   = "b"
  lifecycle {
    replace_triggered_by = [image.a, image.a[each.key].sha256, image.a["y"].path, image.one.prompt, image.one.tags["k"], image.one]
  }
}
image "c" {
  matrix = { n = ["x", "y"] }
  prompt = "c"
  lifecycle {
    replace_triggered_by = [image.a[matrix.n]]
  }
}
`

// triggersOf is the triggers of an instance in a line each: name, whether the
// value is known, and the pictures that it depends on.
func triggersOf(i *eval.Instance) string {
	var b strings.Builder
	for _, t := range i.Triggers {
		fmt.Fprintf(&b, "%s %t %v\n", t.Name, t.Hash != "", t.Pictures)
	}
	return b.String()
}

func TestTriggers(t *testing.T) {
	src := strings.Replace(triggersSource, `image.one.tags["k"], `, "", 1)
	made := func(i *eval.Instance) *eval.Picture {
		return &eval.Picture{SHA256: i.Address, URL: "https://example.com/1"}
	}
	x, planned := expand(t, src, made), expand(t, src, nil)
	want := `image.a true [image.a["x"] image.a["y"]]
image.a["x"].sha256 true [image.a["x"]]
image.a["y"].path true []
image.one.prompt true []
image.one true [image.one]
`
	if diff := cmp.Diff(want, triggersOf(x.Instance(`image.b["x"]`))); diff != "" {
		t.Error(diff)
	}
	want = strings.Replace(strings.Replace(strings.Replace(want, "image.a true", "image.a false", 1), "sha256 true", "sha256 false", 1), "image.one true", "image.one false", 1)
	if diff := cmp.Diff(want, triggersOf(planned.Instance(`image.b["x"]`))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("image.a[\"y\"] true [image.a[\"y\"]]\n", triggersOf(x.Instance(`image.c["y"]`))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{`image.a["x"]`}, x.Instance(`image.c["x"]`).DependsOn); diff != "" {
		t.Error(diff)
	}
}

// Where a picture lies and what it was asked for with does not trigger what
// refers to an image; another picture does.
func TestTriggerHashes(t *testing.T) {
	hash := func(src string, p eval.Picture) string {
		x := expand(t, src, func(i *eval.Instance) *eval.Picture { return &p })
		return x.Instance(`image.b["x"]`).Triggers[0].Hash
	}
	src := strings.Replace(triggersSource, `image.one.tags["k"], `, "", 1)
	first := hash(src, eval.Picture{SHA256: "1", URL: "https://example.com/1"})
	if again := hash(strings.Replace(src, `prompt   = "a"`, "prompt = \"a!\"\n path = \"p-${each.key}.png\"", 1), eval.Picture{SHA256: "1", URL: "https://example.com/2"}); again != first {
		t.Error("the same pictures have another hash")
	}
	if other := hash(src, eval.Picture{SHA256: "2"}); other == first {
		t.Error("other pictures have the same hash")
	}
}
