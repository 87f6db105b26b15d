package decide

import (
	"testing"

	"gesso/runner/account"
	"gesso/runner/decide/asking"
	"gesso/runner/library"
	"gesso/runner/plan"
	"gesso/runner/supply"
	"gesso/spec/detail"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk/disktest"
)

// TestLibraryLends takes pictures that have the same bytes, as a provider may draw
// them: each one that was paid for is lent once.
func TestLibraryLends(t *testing.T) {
	fox := state.Request{Prompt: "a fox", PromptHash: state.HashPrompt("a fox")}
	owl := state.Request{Prompt: "an owl", PromptHash: state.HashPrompt("an owl")}
	s := situationOf(t, edited)
	artifact := disktest.Store(t, s.Workspace, "a black square")
	record := func(address string, request *state.Request, task string) *state.Picture {
		e := collected(address, request, artifact)
		e.Record.Task = task
		s.State.Apply(e)
		return &e.Record.Picture
	}
	kept := record("image.fox", &fox, "1")
	record("image.fox2", &fox, "2")
	record("image.owl", &owl, "3")
	record("image.owl2", &owl, "3") // as a reuse leaves it: nobody paid for this one

	lib := library.Open(s.Workspace, s.State, supply.New(s.Workspace, s.Accounts.Plain(), s.State))
	lib.Claim(kept)
	take := func(request *state.Request, want string) {
		t.Helper()
		got := ""
		wanting := &change{Image: asking.Image{Change: &plan.Change{Address: "image.b", Request: *request, Key: request.Key()}, Instance: &eval.Instance{Details: new(detail.Details)}, Buyer: &account.Account{}}}
		p, err := lib.Take(wanting.want(), func(*state.Picture) bool { return true })
		if p != nil {
			got = p.Task
		}
		if err != nil || got != want {
			t.Errorf("of %s the picture of task %q is lent, error %v, want %q", request.Prompt, got, err, want)
		}
	}
	take(&fox, "2")
	take(&fox, "")
	take(&owl, "3")
	take(&owl, "")
}
