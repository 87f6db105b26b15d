package savedplan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gesso/runner/budget"
	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/statetest"
)

// changed is a change that somebody has altered.
func changed(c *plan.Change, how func(*plan.Change)) *plan.Change {
	how(c)
	return c
}

var missing, differing = plan.Reason{Cause: plan.Missing}, plan.Reason{Cause: plan.Differs}

// TestPermits: what of another plan a change in a file permits, and what it does not.
func TestPermits(t *testing.T) {
	const a = "image.a"
	generate := func() *plan.Change { return change(a, plan.Generate, 1) }
	regenerate := func() *plan.Change { return after(change(a, plan.Regenerate, 1), record(a, 2)) }
	resume := func(intent string) *plan.Change {
		return changed(change(a, plan.Resume, 1), func(c *plan.Change) { c.Call = &state.Call{Intent: intent, Key: c.Key} })
	}
	reuse := func(n int) *plan.Change {
		return changed(change(a, plan.Reuse, 1), func(c *plan.Change) { p := statetest.Picture(n); c.Picture = &p })
	}
	restore := func(n int, why plan.Reason) *plan.Change {
		return because(after(change(a, plan.Restore, n), record(a, n)), why)
	}
	place := func(n int) *plan.Change { return after(change(a, plan.Place, n), record(a, n)) }
	remove := func(n int) *plan.Change {
		return &plan.Change{Address: a, Action: plan.Remove, Before: record(a, n), Path: "image.a.png", Reasons: []plan.Reason{{Cause: plan.Undeclared}}}
	}
	doubt := func() *plan.Change {
		return changed(change(a, plan.InDoubt, 1), func(c *plan.Change) { c.Call = &state.Call{Intent: "i1", Key: c.Key} })
	}
	for _, test := range []struct {
		name       string
		shown, now *plan.Change
		want       string // "" is permitted
	}{
		{"the same purchase", generate(), generate(), ""},
		{"the same regeneration", regenerate(), regenerate(), ""},
		{"nothing shown", nil, generate(), "the plan would now generate it (not made yet), and the file shows nothing of it"},
		{"another prompt", generate(), change(a, plan.Generate, 2), "another one than the file shows: prompt"},
		{"another model", generate(), changed(generate(), func(c *plan.Change) { c.Request.Model = "dear"; c.Key = c.Request.Key() }), "another one than the file shows: model"},
		{"dearer", generate(), changed(generate(), func(c *plan.Change) { c.Price = price(0.03) }), "its price is higher"},
		{"cheaper", generate(), changed(generate(), func(c *plan.Change) { c.Price = price(0.01) }), ""},
		{"a price at last", changed(generate(), func(c *plan.Change) { c.Price = nil }), generate(), "it has a price now"},
		{"no price any more", generate(), changed(generate(), func(c *plan.Change) { c.Price = nil }), "it has no price now"},
		{"more attempts", generate(), changed(generate(), func(c *plan.Change) { c.Declared.Attempts = 2 }), "more often"},
		{"another output", generate(), changed(generate(), func(c *plan.Change) { c.Path = "b.png" }), "its output would be b.png, and the file shows image.a.png"},
		{"another account", generate(), changed(generate(), func(c *plan.Change) { c.Account = "second" }), "another provider block"},
		{"a file in its place", generate(), changed(generate(), func(c *plan.Change) { c.Notes = []plan.Note{{Kind: plan.Replaces, Path: "image.a.png"}} }), "is not gesso's"},
		{"asked for", regenerate(), changed(regenerate(), func(c *plan.Change) { c.Asked = true }), "made anew"},
		{"a move", generate(), changed(generate(), func(c *plan.Change) { c.From = "image.b" }), "moved from image.b"},
		{"another record", regenerate(), after(change(a, plan.Regenerate, 1), record(a, 3)), "another picture now, so that it would be bought once more"},
		{"a record where there was none", generate(), regenerate(), "another picture now, so that it would be bought once more"},
		{"bought again with the same bytes", regenerate(), changed(regenerate(), func(c *plan.Change) { c.Before.Task = "task-new" }), "another picture now"},
		{"lost and bought again", generate(), because(after(change(a, plan.Regenerate, 1), record(a, 1)), plan.Reason{Cause: plan.Lost}), "another picture now"},

		{"accepted meanwhile", generate(), resume("i1"), ""},
		{"in doubt meanwhile", generate(), doubt(), ""},
		{"collected meanwhile", generate(), restore(1, missing), ""},
		{"regenerated and not placed", regenerate(), restore(1, missing), ""},
		{"collected for another path", generate(), place(1), ""},
		{"the store has it", generate(), reuse(1), ""},
		{"another picture is placed", generate(), restore(2, missing), "another one than the file shows"},
		{"its output was edited", generate(), restore(1, differing), "its output was changed since"},
		{"accepted for another request", generate(), changed(resume("i1"), func(c *plan.Change) { c.Key = request(2).Key() }), "another one than the file shows"},
		{"removed meanwhile", generate(), remove(1), "the plan would now remove it"},
		{"imported meanwhile", generate(), change(a, plan.Import, 1), "the plan would now import it"},

		{"the same call", resume("i1"), resume("i1"), ""},
		{"another call", resume("i1"), resume("i2"), "another call"},
		{"a call that is lost", resume("i1"), generate(), "which costs, and the file shows resume"},
		{"a call that is collected", resume("i1"), restore(1, missing), ""},
		{"found at the provider", doubt(), resume("i1"), ""},
		{"given up", doubt(), generate(), "which costs, and the file shows in doubt"},
		{"the same picture", reuse(1), reuse(1), ""},
		{"another picture of the store", reuse(1), reuse(2), "another picture than the file shows"},
		{"no picture any more", reuse(1), generate(), "which costs, and the file shows reuse"},
		{"taken already", reuse(1), restore(1, missing), ""},
		{"taken another", changed(reuse(2), func(c *plan.Change) { c.Key = "" }), restore(1, missing), "another picture than the file shows"},
		{"still missing", restore(1, missing), restore(1, missing), ""},
		{"back and edited", restore(1, missing), restore(1, differing), "its output was changed since"},
		{"edited and gone", restore(1, differing), restore(1, missing), ""},
		{"another to restore", restore(1, missing), restore(2, missing), "another picture now"},
		{"placed and gone", place(1), restore(1, missing), ""},
		{"restored where placed was not shown", restore(1, missing), place(1), "the file shows restore"},
		{"the same removal", remove(1), remove(1), ""},
		{"another removal", remove(1), remove(2), "another picture now"},
		{"a tainted one that is placed", changed(reuse(1), func(c *plan.Change) { c.Action = plan.Tainted }), place(1), "the file shows that it waits"},
		{"what waits now", generate(), changed(reuse(1), func(c *plan.Change) { c.Action = plan.Tainted }), ""},

		{"learned", later(generate(), "image.b"), change(a, plan.Generate, 1), "it is made from image.b, of which the file says nothing"},
		{"not learned yet", later(generate(), "image.b"), nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, now := &File{Plan: &plan.Plan{}}, &plan.Plan{}
			if test.shown != nil {
				f.Plan.Changes = append(f.Plan.Changes, test.shown)
			}
			if test.now != nil {
				now.Changes = append(now.Changes, test.now)
			}
			if test.name == "learned" {
				test.now.Declared.Needs = []string{"image.b"}
			}
			got := f.Compare(now)
			switch {
			case test.want == "" && len(got) > 0:
				t.Errorf("it is refused: %v", got)
			case test.want != "" && (len(got) != 1 || got[0].Address != a || !strings.Contains(got[0].Why, test.want)):
				t.Errorf("got %v, want %q", got, test.want)
			}
		})
	}
}

// TestLearned: what is known after apply may be bought from the pictures that the file
// says, or shows as made.
func TestLearned(t *testing.T) {
	shown := func(base *plan.Change) *File {
		edit := later(change("image.edit", plan.Generate, 7), "image.base")
		f := &File{Plan: &plan.Plan{Changes: []*plan.Change{edit}}}
		if base.Action == plan.None {
			f.Plan.Unchanged = []*plan.Change{base}
		} else {
			f.Plan.Changes = append(f.Plan.Changes, base)
		}
		return f
	}
	now := func(n int, how func(*plan.Change)) *plan.Plan {
		edit := change("image.edit", plan.Generate, 7)
		edit.Declared.Needs = []string{"image.base"}
		if err := edit.Request.Source.UnmarshalText([]byte("sha256:" + statetest.SHA(n))); err != nil {
			t.Fatal(err)
		}
		edit.Key = edit.Request.Key()
		if how != nil {
			how(edit)
		}
		base := after(change("image.base", plan.None, n), record("image.base", n))
		return &plan.Plan{Changes: []*plan.Change{edit}, Unchanged: []*plan.Change{base}}
	}
	for name, test := range map[string]struct {
		f    *File
		now  *plan.Plan
		want string
	}{
		"made by the file":           {shown(change("image.base", plan.Generate, 1)), now(1, nil), ""},
		"made of another request":    {shown(change("image.base", plan.Generate, 1)), now(2, nil), "image.base, which has another picture"},
		"of a request known later":   {shown(later(change("image.base", plan.Generate, 1), "image.c")), now(2, nil), ""},
		"as it was":                  {shown(after(change("image.base", plan.None, 1), record("image.base", 1))), now(1, nil), ""},
		"another than it was":        {shown(after(change("image.base", plan.None, 1), record("image.base", 1))), now(2, nil), "image.base, which has another picture"},
		"another prompt":             {shown(change("image.base", plan.Generate, 1)), now(1, func(c *plan.Change) { c.Request.PromptHash = statetest.SHA(3) }), "another one than the file shows: prompt"},
		"another kind":               {shown(change("image.base", plan.Generate, 1)), now(1, func(c *plan.Change) { c.Request.Kind = "sandbox" }), "another one than the file shows: provider"},
		"a price that was not known": {shown(change("image.base", plan.Generate, 1)), now(1, func(c *plan.Change) { c.Price = price(1) }), "its price is higher"},
	} {
		got := test.f.Compare(test.now)
		if test.want == "" && len(got) > 0 || test.want != "" && (len(got) != 1 || !strings.Contains(got[0].Why, test.want)) {
			t.Errorf("%s: got %v, want %q", name, got, test.want)
		}
	}
}

// TestDone: a file knows what of it is to be done.
func TestDone(t *testing.T) {
	f := sample()
	f.Plan.Changes[1].Asked = true // image.b
	now := &plan.Plan{Changes: []*plan.Change{f.Plan.Changes[2]}}
	if done, all := f.Done(now); done != 4 || all != 5 {
		t.Errorf("%d of %d are done, want 4 of 5", done, all)
	}
	records := map[string]*state.Record{"image.b": record("image.b", 3)}
	get := func(address string) *state.Record { return records[address] }
	if diff := cmp.Diff([]string{"image.b"}, f.Replace(get, nil)); diff != "" {
		t.Errorf("as it was: %s", diff)
	}
	again := *records["image.b"]
	again.Task = "task-new" // the same bytes
	records["image.b"] = &again
	if got := f.Replace(get, nil); len(got) > 0 {
		t.Errorf("it was made anew, and is to be once more: %q", got)
	}
	records["image.b"] = record("image.b", 3) // the same in everything
	entry := state.Entry{Outcome: state.OutcomeCollected, Intent: "i9", Addresses: []string{"image.b"}}
	if got := f.Replace(get, []state.Entry{entry}); len(got) > 0 {
		t.Errorf("it was made anew, as the ledger says, and is to be once more: %q", got)
	}
}

// TestBudget: all runs of a file together keep to its budget.
func TestBudget(t *testing.T) {
	n, x := 4, 0.1
	before := []state.Entry{{Outcome: state.OutcomeCollected, Intent: "i0", Addresses: []string{"image.a"}}}
	entry := func(address, intent string) state.Entry {
		return state.Entry{Outcome: state.OutcomeCollected, Intent: intent, Addresses: []string{address}, Price: price(0.02)}
	}
	f := &File{Ledger: LedgerOf(before), Plan: &plan.Plan{
		Changes: []*plan.Change{change("image.a", plan.Generate, 1), change("image.b", plan.Generate, 2), change("image.c", plan.Generate, 3)},
		Budget:  budget.Budget{MaxImages: &n, MaxCost: &x},
	}}
	left := &plan.Plan{Changes: f.Plan.Changes[1:]}
	for name, test := range map[string]struct {
		now    *plan.Plan
		ledger []state.Entry
		images int
		cost   float64
	}{
		"nothing done":          {f.Plan, before, 4, 0.1},
		"one done":              {left, append(before, entry("image.a", "i1")), 3, 0.08},
		"one done, another log": {left, nil, 3, 0.08},
		"one with attempts":     {left, append(before, entry("image.a", "i1"), entry("image.a", "i2"), entry("image.b", "i3")), 1, 0.04},
		"more than there is":    {&plan.Plan{}, append(before, entry("image.a", "i1"), entry("image.a", "i2"), entry("image.a", "i3")), 0, 0},
	} {
		got := f.Budget(test.now, test.ledger)
		want := budget.Budget{MaxImages: &test.images, MaxCost: &test.cost}
		if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	f.Plan.Budget = budget.Budget{AllowUnpriced: true}
	if got := f.Budget(left, nil); got != f.Plan.Budget {
		t.Errorf("a plan without bounds has %+v", got)
	}
}

// TestChanged: what differs is named.
func TestChanged(t *testing.T) {
	f := &File{Files: map[string]string{"main.hcl": "1", "a.txt": "2", "b.txt": "3"}, Outputs: map[string]string{"x.png": "4", "y.png": "5"}}
	want := []Change{{"b.txt", "is not read any more"}, {"main.hcl", "has changed"}, {"new.hcl", "is new, and is read"}}
	got := f.Changed(map[string]string{"main.hcl": "0", "a.txt": "2", "new.hcl": "6"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	want = []Change{{"x.png", "was changed by somebody, and would be replaced"}}
	if diff := cmp.Diff(want, f.ChangedOutputs(map[string]string{"x.png": "0"})); diff != "" {
		t.Errorf("outputs (-want +got):\n%s", diff)
	}
}
