package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/state"
)

var update = flag.Bool("update", false, "write the expected plans")

const oldPrompt = "a lighthouse on a cliff above a grey sea, gulls around it, painted in gouache on rough paper with soft edges"

// manyKinds is a plan with a change of nearly every kind, in several scripts.
func manyKinds() *plan.Plan {
	price := 0.04
	made := func(address, prompt string) *plan.Change {
		return &plan.Change{Address: address, Action: plan.Generate, Account: "flux", Reasons: []plan.Reason{{Cause: plan.New}}, Price: &price, Currency: "USD",
			Request: state.Request{Prompt: prompt, Model: "flux-dev", Size: "1024x1024"}, Path: "assets/" + strings.NewReplacer(`"`, "", "[", "-", "]", "").Replace(address[6:]) + ".png",
			Declared: &plan.Declaration{Block: strings.Split(address, "[")[0], Terms: &plan.Terms{Attempts: 1}}}
	}
	changed := func(address, before, after string) *plan.Change {
		c := made(address, after)
		c.Action, c.Before = plan.Regenerate, &state.Record{Address: address}
		c.Reasons = []plan.Reason{{Cause: plan.Changed, Argument: "prompt", Old: before, New: after}}
		return c
	}
	night := made(`image.night["ines"]`, "the same person at night, lit only by a storm lantern")
	night.Declared.Needs, night.Declared.Edit = []string{`image.banner[0]`}, true
	night.Reasons = []plan.Reason{{Cause: plan.Later, Argument: "source", New: "image.banner[0]"}}
	night.Declared.Attempts, night.Provider = 3, "flux.studio"
	p := &plan.Plan{Accounts: plan.Accounts{{Name: "flux", Endpoint: state.EndpointBuiltin, Currency: "USD"}}, Unchanged: slices.Repeat([]*plan.Change{{Action: plan.None}}, 7)}
	p.Changes = append(p.Changes, night)
	for i := range 12 {
		p.Changes = append(p.Changes, made(fmt.Sprintf("image.banner[%d]", i), fmt.Sprintf("banner number %d of a dozen, flat colours", i)))
	}
	tainted := made("image.tainted", "a white wall")
	tainted.Action, tainted.Price, tainted.Look = plan.Tainted, nil, ".gesso/tainted/tainted.png"
	tainted.Reasons = []plan.Reason{{Cause: plan.Unmet, New: "It is blank, or only 256 wide, and a poster has at least 1024 in each direction."}}
	place := made("image.placed", "a boat")
	place.Action, place.Price, place.Before = plan.Place, nil, &state.Record{Path: "assets/boat.png"}
	place.Reasons = []plan.Reason{{Cause: plan.Changed, Argument: "path", Old: "assets/boat.png", New: "assets/placed.png"}}
	place.Notes = []plan.Note{{Kind: plan.Replaces, Path: "assets/placed.png", Why: ".gesso/replaced/placed.png"}}
	p.Changes = append(p.Changes,
		changed("image.words", oldPrompt, strings.Replace(oldPrompt, "grey", "green", 1)),
		changed("image.chinese", strings.Repeat("一只红色的狐狸在雪地里，", 4)+"水彩", strings.Repeat("一只红色的狐狸在雪地里，", 4)+"油画"),
		changed("image.arabic", "ثعلب أحمر في الثلج", "ثعلب أزرق في الثلج"),
		changed("image.emoji", "👩‍🚀 on the 🌙", "👩‍🎨 on the 🌙"),
		changed("image.lines", "A scene in three parts:\n- a harbour\n- a mill\n- a bridge\nin ink", "A scene in three parts:\n- a harbour at dusk, with many lanterns on the boats and a fog that comes in\n- a mill\n- a bridge\nin ink"),
		changed("image.space", "a fox\r in the snow", "a fox in the snow"),
		changed("image.short", "a fox", "a cat"),
		tainted, place,
		&plan.Change{Address: `image.gone["x"]`, Action: plan.Remove, Path: "assets/gone.png", Reasons: []plan.Reason{{Cause: plan.Undeclared}}, Before: &state.Record{}},
	)
	p.Strays = []plan.Call{{Address: "image.stray", Home: "flux", Call: state.Call{Task: "t-1", Time: time.Unix(0, 0), Endpoint: "https://api.test",
		Request: state.Request{Prompt: "a stray\x1b[2J", Model: "flux-dev"}}}}
	return p
}

// TestPlanWidths draws a plan for terminals of several widths: no line is wider, but
// for what cannot be broken, and the text is as expected.
func TestPlanWidths(t *testing.T) {
	for _, width := range []int{0, 40, 60, 80, 200} {
		var out bytes.Buffer
		s := &Screen{w: &out}
		if width > 0 {
			s.terminal, s.measure = true, func() (int, int) { return width, 24 }
		}
		Plan(s, manyKinds())
		golden := filepath.Join("testdata", fmt.Sprintf("plan_%d.txt", width))
		if *update {
			if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), out.String()); diff != "" {
			t.Errorf("%s (-want +got; -update accepts it):\n%s", golden, diff)
		}
		for line := range strings.Lines(out.String()) {
			if n := ansi.StringWidth(strings.TrimSuffix(line, "\n")); width > 0 && n > width {
				t.Errorf("at %d columns a line has %d: %s", width, n, line)
			}
		}
	}
}

// A line an image, if it is asked for, and by itself where a terminal would scroll.
func TestCompact(t *testing.T) {
	p := &plan.Plan{}
	for i := range manyBlocks + 1 {
		p.Changes = append(p.Changes, &plan.Change{Address: fmt.Sprintf("image.a%d", i), Action: plan.Remove, Path: "a.png", Reasons: []plan.Reason{{Cause: plan.Undeclared}}})
	}
	lines := func(s *Screen, form PlanForm) int {
		var out bytes.Buffer
		s.w = &out
		PlanAs(s, p, form)
		return strings.Count(out.String(), "\n")
	}
	terminal := func() *Screen { return &Screen{terminal: true, measure: func() (int, int) { return 80, 24 }} }
	short, long := manyBlocks+1+4, 3*(manyBlocks+1)+3
	for _, test := range []struct {
		name string
		s    *Screen
		form PlanForm
		want int
	}{
		{"terminal", terminal(), Fitting, short},
		{"terminal, whole", terminal(), Whole, long},
		{"terminal, compact", terminal(), Compact, short},
		{"pipe", &Screen{}, Fitting, long},
		{"pipe, compact", &Screen{}, Compact, short},
	} {
		if got := lines(test.s, test.form); got != test.want {
			t.Errorf("%s: %d lines, want %d", test.name, got, test.want)
		}
	}
}
