package decide

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk/disktest"
)

// TestExplain tells of images what decided about them, what they need, and what waits for
// them.
func TestExplain(t *testing.T) {
	type said struct {
		Last            plan.Rung // that decided
		Needs, Awaiting []string
	}
	names := func(steps []plan.Step) []string {
		var names []string
		for _, s := range steps {
			names = append(names, s.Address)
		}
		return names
	}
	s := &ladderTest{Situation: situationOf(t, selected)}
	a := disktest.Store(t, s.Workspace, "a picture")
	s.happened(t, []state.Event{there("image.base", "a base", a), there("image.gone", "gone", a)})
	for address, want := range map[string]said{
		"image.edit":  {Last: plan.RungBuy, Awaiting: []string{"image.night"}, Needs: []string{"image.base"}},
		"image.night": {Last: plan.RungKnown, Needs: []string{"image.edit"}},
		"image.base":  {Last: plan.RungOutput, Awaiting: []string{"image.edit"}},
	} {
		s.Explain = address
		e, ok := made(t, s.Situation).Explain(address)
		if !ok || len(e.Rungs) == 0 {
			t.Fatalf("nothing explains %s", address)
		}
		got := said{Last: e.Rungs[len(e.Rungs)-1].Rung, Needs: names(e.Needed), Awaiting: names(e.Awaiting)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", address, diff)
		}
	}
	p := made(t, s.Situation)
	if e, ok := p.Explain("image.gone"); !ok || e.Change.Action != plan.Remove {
		t.Errorf("of what is to be removed it says %v", e)
	}
	if _, ok := p.Explain("image.zzz"); ok {
		t.Error("it explains an image that there is not")
	}
}
