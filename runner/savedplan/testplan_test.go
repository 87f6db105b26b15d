package savedplan

import (
	"fmt"
	"testing"

	"gesso/runner/budget"
	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/statetest"
)

// request is one of many, and right in itself.
func request(n int) state.Request {
	r := *statetest.Request(n)
	r.PromptHash = state.HashPrompt(r.Prompt)
	return r
}

// record is one of a request of its own, placed at the address's path.
func record(address string, n int) *state.Record {
	r, q := statetest.Record(address, n), request(n)
	r.Request, r.Key, r.Output = &q, q.Key(), r.Artifact
	return r
}

// change is what is intended for an address that wants a request.
func change(address string, action plan.Action, n int) *plan.Change {
	q := request(n)
	c := &plan.Change{
		Address: address, Action: action, Request: q, Key: q.Key(), Path: address + ".png", Account: "flux",
		Declared: &plan.Declaration{Block: address, Terms: &plan.Terms{Attempts: 1}}, Reasons: []plan.Reason{{Cause: plan.New}},
	}
	if action.Paid() {
		c.Price = price(0.02)
	}
	return c
}

func price(x float64) *float64 { return &x }

// after gives a change a record.
func after(c *plan.Change, r *state.Record) *plan.Change {
	c.Before = r
	return c
}

// because gives a change its reasons.
func because(c *plan.Change, reasons ...plan.Reason) *plan.Change {
	c.Reasons = reasons
	return c
}

// later makes a change one whose request is known after apply.
func later(c *plan.Change, needs ...string) *plan.Change {
	c.Key, c.Request.Source, c.Declared.Needs = "", state.Source{}, needs
	c.Reasons = append(c.Reasons, plan.Reason{Cause: plan.Later, Argument: "source", New: needs[0]})
	return c
}

// sample is a file with all that a plan can have.
func sample() *File {
	n := 3
	resumed := change("image.d", plan.Resume, 4)
	resumed.Call = &state.Call{Intent: "i4", Key: resumed.Key, Request: resumed.Request, Endpoint: "https://api.example", Time: statetest.At(3), Task: "task-4"}
	gone := &plan.Change{Address: "image.z", Action: plan.Remove, Before: record("image.z", 9), Path: "image.z.png", Reasons: []plan.Reason{{Cause: plan.Undeclared}}}
	replaced := after(change("image.b", plan.Regenerate, 2), record("image.b", 3))
	replaced.Reasons = []plan.Reason{{Cause: plan.Changed, Argument: "prompt", Old: "a fox", New: "two foxes"}}
	replaced.Notes = []plan.Note{{Kind: plan.Replaces, Path: "image.b.png", Why: ".gesso/objects"}}
	return &File{
		Gesso: "0.1.0", Made: statetest.At(5), Files: map[string]string{"main.hcl": statetest.SHA(1)}, Outputs: map[string]string{"image.b.png": statetest.SHA(8)},
		Values:  []Value{{Name: "secret", From: "the environment variable GESSO_VAR_secret", Secret: true}, {Name: "style", From: "the option -var style", Content: []byte(`{"value":"flat","type":"string"}`), Ordered: true}},
		Options: Options{Destroy: false}, State: State{Digest: statetest.SHA(2), Records: 3}, Ledger: LedgerOf(nil),
		Plan: &plan.Plan{
			Changes: []*plan.Change{
				change("image.a", plan.Generate, 1), replaced, later(change("image.c", plan.Generate, 7), "image.a"), resumed, gone,
			},
			Unchanged: []*plan.Change{after(change("image.e", plan.None, 5), record("image.e", 5))},
			Strays:    []plan.Call{{Address: "image.y", Call: *resumed.Call}},
			Moves:     []state.Event{statetest.Moved("image.e", *record("image.a", 5)).Plain()},
			Accounts:  plan.Accounts{{Name: "flux", Endpoint: "https://api.example"}},
			Budget:    budget.Budget{MaxImages: &n},
		},
	}
}

// many is a plan of n images to generate or, with records, to regenerate.
func many(n int, recorded bool) *plan.Plan {
	p := new(plan.Plan)
	for i := range n {
		c := change(fmt.Sprintf("image.hero[%q]", fmt.Sprintf("k%05d", i)), plan.Generate, i)
		if recorded {
			c.Action = plan.Regenerate
			c.Before = record(c.Address, i+n)
			sum := state.HashPrompt(fmt.Sprint(i)) // as random as what it stands for
			c.Before.Artifact, c.Before.Output = sum, sum
			c.Before.Task, c.Before.TraceID = state.HashPrompt(sum)[:36], state.HashPrompt(sum + "t")[:36]
			c.Before.URL = "https://cdn.example/" + c.Before.Task + ".png"
			c.Reasons = []plan.Reason{{Cause: plan.Changed, Argument: "prompt", Old: c.Before.Request.Prompt, New: c.Request.Prompt}}
		}
		p.Changes = append(p.Changes, c)
	}
	return p
}

func encoded(t testing.TB, f *File) []byte {
	t.Helper()
	data, err := Encode(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
