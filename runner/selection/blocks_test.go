package selection_test

import (
	"testing"

	"gesso/runner/selection"
)

func TestBlocks(t *testing.T) {
	for _, test := range []struct {
		patterns, block string
		may, whole      bool // of -target, and of -exclude
	}{
		{"image.hero", "image.hero", true, true},
		{"image.hero", "image.heroes", false, false},
		{"image.hero", "module.a.image.hero", false, false},
		{`image.hero["a"]`, "image.hero", true, false},
		{`image.hero["*"]`, "image.hero", true, false},
		{"image.her*", "image.hero", true, true},
		{"image.*", "image.hero", true, true},
		{"image.*", "module.a.image.hero", false, false},
		{"module.a", "module.a.image.hero", true, true},
		{"module.a", "module.a.module.b.image.hero", true, true},
		{`module.a["x"]`, "module.a.image.hero", true, false},
		{`module.a["x"].image.hero`, "module.a.image.hero", true, false},
		{"module.*.image.hero", "module.a.image.hero", true, true},
		{"module.a.image.hero", "module.a", false, false},
		{"tag:release", "image.hero", true, false},
		{"", "image.hero", false, false},
	} {
		if got := (selection.Choice{Targets: []string{test.patterns}}).MayTarget(test.block); got != test.may {
			t.Errorf("-target=%s can mean %s: %v", test.patterns, test.block, got)
		}
		if got := (selection.Choice{Excludes: []string{test.patterns}}).Excluded(test.block); got != test.whole {
			t.Errorf("-exclude=%s means all of %s: %v", test.patterns, test.block, got)
		}
	}
	if !(selection.Choice{}).MayTarget("image.hero") || (selection.Choice{}).Excluded("image.hero") {
		t.Error("no pattern leaves something out")
	}
}
