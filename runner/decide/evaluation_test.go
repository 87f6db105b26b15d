package decide

import (
	"os"
	"path/filepath"
	"testing"

	"gesso/runner/account"
	"gesso/runner/flux"
	"gesso/spec"
	"gesso/spec/lang"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/disktest"
)

const edited = `
provider "flux" {}
image "fox" { prompt = "a fox" }
image "snow" {
  prompt = "in snow"
  source = image.fox
  path   = "snow.png"
}
`

// TestRedeliveredSource plans an edit of a picture that has come in other bytes, and
// learns of one that does while the plan is carried out: its source is the same.
func TestRedeliveredSource(t *testing.T) {
	first := state.Picture{Artifact: state.HashPrompt("the bytes of a fox")}
	fox := state.Request{Kind: "flux", Action: "generate", Prompt: "a fox", PromptHash: state.HashPrompt("a fox"), Model: "flux-dev", Size: "1024x1024"}
	snow := state.Request{
		Kind: "flux", Action: "edit", Prompt: "in snow", PromptHash: state.HashPrompt("in snow"),
		Model: "flux-dev", Size: "1024x1024", Source: state.Source{Form: state.ContentSource, Value: first.Artifact},
	}
	s := situationOf(t, edited)
	again := collected("image.fox", &fox, "")
	again.Record.Picture = first.Redelivered(state.Picture{Artifact: disktest.Store(t, s.Workspace, "other bytes")})
	again.Record.Key = fox.Key()
	s.State.Apply(again)
	s.State.Apply(collected("image.snow", &snow, disktest.Store(t, s.Workspace, "a fox in snow")))
	p, diags, err := Make(t.Context(), s)
	if err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	c := p.all["image.snow"]
	if c.Action.Paid() || c.Key != snow.Key() {
		t.Errorf("it is to %s, for the request %+v", c.Action, c.Request)
	}
	e := p.Evaluate(s.State)
	if action, err := e.Learn(c.Change); err != nil || action.Paid() || c.Key != snow.Key() {
		t.Errorf("then it is to %s, for the request %+v, error %v", action, c.Request, err)
	}
	if e.replaced("image.fox") {
		t.Error("and what it triggers is made anew")
	}
}

// collected is the event of a picture that an address has now.
func collected(address string, request *state.Request, artifact string) state.Event {
	picture := state.Picture{Key: request.Key(), Artifact: artifact}
	return state.Event{Kind: state.Collected, Record: &state.Record{Address: address, Request: request, Picture: picture}}
}

// situationOf is a new directory with a configuration, in which nothing is
// recorded.
func situationOf(t *testing.T, config string) Situation {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(config), 0o666); err != nil {
		t.Fatal(err)
	}
	declared, diags := spec.Load(dir, spec.Inputs{Kinds: []*lang.Kind{flux.Language()}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	t.Cleanup(func() { _ = declared.Close() })
	w, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	recorded, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	accounts := account.List{account.New(declared.Default(), "https://a.test")}
	accounts[0].Kind = "flux"
	return Situation{Config: declared, State: recorded.State, Workspace: w, Accounts: accounts}
}
