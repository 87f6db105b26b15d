package gallery_test

import (
	"slices"
	"strings"
	"testing"

	"gesso/runner/gallery"
	"gesso/runner/plan"
	"gesso/spec/eval"
	"gesso/state/statetest"
)

// shown are the causes whose New may be shown, with words or without: an address, a path
// below the configuration, a number, the name of a reference.
var shown = []plan.Cause{
	plan.Later, plan.Placed, plan.Shared, plan.Fruitless, plan.Selected, plan.Undone, plan.Triggered, plan.Derives, plan.Waits, plan.GoesBack,
}

// TestCauses: of every cause it is said whether what it is about may be shown. A new one
// has its place in the tables of this package, or here.
func TestCauses(t *testing.T) {
	var all []plan.Cause
	for c := plan.Cause(0); exists(c); c++ {
		all = append(all, c)
	}
	for _, c := range all {
		r := statetest.Record(at, 1)
		f := planned(facts(r), &plan.Change{Address: at, Action: plan.Place, Before: r, Reasons: []plan.Reason{{Cause: c, New: canary}}})
		f.Declared = []*eval.Instance{declared(at)}
		says := func(w gallery.Wishes) bool { return strings.Contains(image(t, gallery.Make(f, w), at).Reason, canary) }
		switch may := slices.Contains(shown, c); {
		case may && (!says(gallery.Wishes{}) || !says(gallery.Wishes{Wordless: true})):
			t.Errorf("%s is not about anything that is shown", c)
		case !may && says(gallery.Wishes{Wordless: true}):
			t.Errorf("%s: what it is about is shown where no words are wanted", c)
		}
	}
	if len(all) < 30 {
		t.Errorf("only %d causes: the test looks for the wrong thing", len(all))
	}
}

// exists reports whether there is such a cause.
func exists(c plan.Cause) (is bool) {
	defer func() { is = recover() == nil }()
	_ = c.String()
	return
}
