// Package plantest makes plans for the tests of what shows them. It is for tests alone.
//
//	p := plantest.Plan()
package plantest

import (
	"gesso/runner/budget"
	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/statetest"
)

// Canary is what must be shown nowhere.
const Canary = "hunter2"

func price(p float64) *float64 { return &p }

// Plan is a plan with a change of every action, and with a secret in each place that
// one can be in.
func Plan() *plan.Plan {
	p := &plan.Plan{Accounts: plan.Accounts{{Name: "flux", Endpoint: "https://a.test"}}, Budget: budget.Budget{MaxCost: price(1)}}
	for _, a := range plan.Actions() {
		c := Change(a)
		if a == plan.None {
			p.Unchanged = append(p.Unchanged, c)
			continue
		}
		p.Changes = append(p.Changes, c)
	}
	p.Changes = append(p.Changes, secret())
	call := Call()
	p.Strays = []plan.Call{{Address: `image.gone["x"]`, Call: call, Home: "flux"}}
	return p
}

// Names are the addresses of the changes of a Plan, by their actions.
var Names = map[plan.Action]string{
	plan.None: "image.none", plan.Generate: `image.generate["a\"b ${x}"]`, plan.Regenerate: "image.regenerate[2]", plan.Resume: "image.resume",
	plan.Reuse: "image.reuse", plan.Import: "image.import", plan.Move: "image.move", plan.Place: "image.place", plan.Restore: "image.restore", plan.Keep: "image.keep", plan.Derive: "image.derive", plan.Review: "image.review", plan.Reject: "image.reject",
	plan.InDoubt: "image.in_doubt", plan.Tainted: "image.tainted", plan.Unmade: "image.unmade", plan.Remove: `module.a["k"].module.b.image.remove`, plan.Forget: "image.forget",
}

// causes are why a Plan's changes are planned.
var causes = map[plan.Action]plan.Reason{
	plan.Generate: {Cause: plan.New}, plan.Regenerate: {Cause: plan.Changed, Argument: "model", Old: "flux-1", New: "flux-dev"},
	plan.Resume: {Cause: plan.Uncollected, New: "task-9"}, plan.Reuse: {Cause: plan.Stored}, plan.Import: {Cause: plan.Imported, New: "a.png"},
	plan.Move: {Cause: plan.Moved, Old: "image.old"}, plan.Place: {Cause: plan.Changed, Argument: "path", Old: "a.png", New: "b.png"},
	plan.Restore: {Cause: plan.Missing}, plan.Keep: {Cause: plan.Retouched}, plan.Derive: {Cause: plan.Derives, New: "1 to make, 1 to remove"}, plan.Review: {Cause: plan.Approved, Old: "design", New: "crisp"}, plan.Reject: {Cause: plan.Rejected, Old: "design", New: "six fingers"}, plan.InDoubt: {Cause: plan.Unanswered}, plan.Tainted: {Cause: plan.Unmet, New: "It is blank."},
	plan.Unmade: {Cause: plan.Fruitless, New: "twice"}, plan.Remove: {Cause: plan.Undeclared}, plan.Forget: {Cause: plan.Released},
}

// Change is one of an action.
func Change(a plan.Action) *plan.Change {
	at := Names[a]
	c := &plan.Change{
		Address: at, Action: a, Request: *statetest.Request(1), Key: statetest.Request(1).Key(), Path: "out/" + a.String() + ".png",
		Declared: &plan.Declaration{Block: at, Terms: &plan.Terms{Attempts: 2, Needs: []string{"image.none"}}}, Account: "flux",
	}
	if r, ok := causes[a]; ok {
		c.Reasons = []plan.Reason{r}
	}
	if a != plan.Generate && a != plan.Reuse && a != plan.Import {
		c.Before = statetest.Record(at, 2)
	}
	picture := statetest.Picture(3)
	switch a {
	case plan.Generate, plan.Regenerate:
		c.Price, c.Currency = price(0.04), "USD"
	case plan.Resume, plan.InDoubt:
		call := Call()
		c.Call, c.Home = &call, "flux"
	case plan.Reuse, plan.Tainted:
		c.Picture = &picture
	case plan.Import:
		c.Picture, c.Declared.Import = &picture, &plan.Existing{File: "a.png"}
	case plan.Keep:
		picture.Adopted = &state.Adoption{From: &state.Original{Picture: c.Before.Picture}}
		c.Picture, c.File = &picture, picture.Artifact
		c.Holds = []plan.Reason{{Cause: plan.Changed, Argument: "model", Old: "flux-1", New: "flux-dev"}}
	case plan.Move:
		c.From = "image.old"
	case plan.Derive:
		file := &plan.File{Name: "small.jpg", Path: "small.jpg", Format: "jpeg", Width: 640, Quality: 85, Background: "#ffffff"}
		c.Derived = []plan.Derivation{{Act: plan.Make, Path: "small.jpg", File: file}, {Act: plan.Drop, Path: "tiny.jpg"}}
		c.Path, c.Declared.Derives = c.Before.Path, []plan.File{*file}
	case plan.Review:
		v := statetest.Review(9, 2, state.Approve)
		c.Review, c.Path, c.Before.Reviews = &v, c.Before.Path, []state.Review{v}
	case plan.Reject:
		v := statetest.Review(9, 2, state.Reject)
		c.Review, c.Before.Reviews = &v, []state.Review{v}
		c.Instead = &plan.Instead{Record: &state.Record{Address: at, Request: statetest.Request(3), Picture: picture}, Take: 1}
		c.Reasons = append(c.Reasons, plan.Reason{Cause: plan.GoesBack, New: c.Instead.String()})
	case plan.Unmade:
		c.Held = &plan.UnmadeError{Address: at, Times: 2}
	case plan.Remove, plan.Forget:
		c.Declared, c.Account, c.Request, c.Key = nil, "", state.Request{}, ""
		c.Notes = []plan.Note{{Kind: plan.Stays, Path: "a.png"}}
	}
	return c
}

// Call is one that is to be collected.
func Call() state.Call {
	return state.Call{Intent: "i1", Key: statetest.Request(4).Key(), Request: *statetest.Request(4), Endpoint: "https://a.test", Time: statetest.At(5), Price: price(0.04), Task: "task-9"}
}

// secret is a change whose prompt and source are sensitive, and were not before.
func secret() *plan.Change {
	old := statetest.Record("image.zz", 5)
	old.Request.Prompt, old.Request.Source = "old "+Canary, state.ParseSource("url:https://x.test/?k="+Canary)
	c := &plan.Change{
		Address: "image.zz", Action: plan.Regenerate, Before: old, Path: "out/zz.png", Account: "flux", Price: price(0.5), Currency: "USD",
		Request: state.Request{Kind: "flux", Action: "edit", Prompt: "new " + Canary, Model: "flux-dev", Source: state.ParseSource("url:https://y.test/" + Canary)},
		Declared: &plan.Declaration{
			Block: "image.zz", Terms: &plan.Terms{Edit: true, Source: plan.Source{URL: "https://y.test/" + Canary}, Attempts: 1, Sensitive: []string{"prompt", "source"}},
		},
		Reasons: []plan.Reason{
			{Cause: plan.Changed, Argument: "prompt", Old: "old " + Canary, New: "new " + Canary, Sensitive: true},
			{Cause: plan.Changed, Argument: "source", Old: "url:" + Canary, New: "url:" + Canary},
			{Cause: plan.Later, Argument: "size", New: "image.none"},
		},
	}
	c.Key = ""
	return c
}
