package plan

import (
	"os"
	"path/filepath"
	"testing"

	"gesso/runner/flux"
	"gesso/spec"
	"gesso/spec/lang"
	"gesso/state"
	"gesso/state/disk"
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

// TestLearn plans an edit of a picture that is yet to come, makes that picture,
// and looks at what becomes of the edit.
func TestLearn(t *testing.T) {
	fox := state.HashPrompt("the bytes of a fox")
	request := state.Request{
		Kind: "flux", Action: "edit", Prompt: "in snow", PromptHash: state.HashPrompt("in snow"),
		Model: "flux-dev", Source: state.Source{Form: state.ContentSource, Value: fox},
	}
	placed := func(artifact string) []state.Event {
		e := state.Event{Kind: state.Placed, Address: "image.snow", Path: "snow.png", Output: artifact}
		return []state.Event{collected("image.snow", &request, artifact), e}
	}
	called := state.Event{Kind: state.Intended, Intent: "i", Addresses: []string{"image.old"}, Request: &request, Endpoint: "https://a.test"}
	tests := []struct {
		name    string
		before  func(artifact string) []state.Event // nil: nothing
		replace []string
		want    Action
	}{
		{"nothing is there", nil, nil, Generate},
		{"an earlier run has a task", func(string) []state.Event {
			return []state.Event{called, {Kind: state.Accepted, Intent: "i", Task: "t"}}
		}, nil, Resume},
		{"an earlier run had no answer", func(string) []state.Event { return []state.Event{called} }, nil, InDoubt},
		{"an earlier run had no answer, and a user wants another picture", func(string) []state.Event {
			return []state.Event{called}
		}, []string{"image.snow"}, Generate},
		{"the store has a picture", func(artifact string) []state.Event {
			return []state.Event{collected("image.old", &request, artifact)}
		}, nil, Reuse},
		{"it is the recorded one, and was never placed", func(artifact string) []state.Event {
			return []state.Event{collected("image.snow", &request, artifact)}
		}, nil, Place},
		{"it is the recorded one, and its output is gone", placed, nil, Restore},
		{"it is the recorded one, in place", placed, nil, None},
		{"it is the recorded one, and nobody has it", func(string) []state.Event {
			return []state.Event{collected("image.snow", &request, state.HashPrompt("lost"))}
		}, nil, Regenerate},
		{"it is the recorded one, and a user wants another", func(artifact string) []state.Event {
			return []state.Event{collected("image.snow", &request, artifact)}
		}, []string{"image.snow"}, Regenerate},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := situationOf(t, edited)
			s.Replace = test.replace
			artifact := stored(t, s.Workspace, "the bytes of a fox in snow")
			if test.before != nil {
				for _, e := range test.before(artifact) {
					s.State.Apply(e)
				}
			}
			if test.want == None {
				if err := s.Workspace.Outputs().PlaceCopy("snow.png", artifact); err != nil {
					t.Fatal(err)
				}
			}
			p, diags, err := Make(t.Context(), s)
			if err != nil || diags.HasErrors() {
				t.Fatal(err, diags)
			}
			c := p.all["image.snow"]
			if c.Known() || !c.Action.Paid() {
				t.Fatalf("before its source is made it is to %s, known %v", c.Action, c.Known())
			}
			now := s.State.Clone()
			now.Apply(collected("image.fox", &state.Request{Kind: "flux"}, fox))
			e := p.Evaluate(now)
			got, err := e.Learn(c)
			if err != nil || got != test.want {
				t.Errorf("it is to %s, want %s; error %v", got, test.want, err)
			}
			if c.Key != request.Key() {
				t.Errorf("its request is %+v, want %+v", c.Request, request)
			}
			if taken := got == Resume || got == InDoubt; taken != (c.Call != nil) || taken && len(e.Strays()) > 0 {
				t.Errorf("it has the call %v, and %d are left", c.Call, len(e.Strays()))
			}
			if (got == Reuse) != (c.Picture != nil) {
				t.Errorf("it has the picture %v", c.Picture)
			}
		})
	}
}

// TestRedeliveredSource plans an edit of a picture that has come in other bytes, and
// learns of one that does while the plan is carried out: its source is the same.
func TestRedeliveredSource(t *testing.T) {
	first := state.Picture{Artifact: state.HashPrompt("the bytes of a fox")}
	fox := state.Request{Kind: "flux", Action: "generate", Prompt: "a fox", PromptHash: state.HashPrompt("a fox"), Model: "flux-dev"}
	snow := state.Request{
		Kind: "flux", Action: "edit", Prompt: "in snow", PromptHash: state.HashPrompt("in snow"),
		Model: "flux-dev", Source: state.Source{Form: state.ContentSource, Value: first.Artifact},
	}
	s := situationOf(t, edited)
	again := collected("image.fox", &fox, "")
	again.Record.Picture = first.Redelivered(state.Picture{Artifact: stored(t, s.Workspace, "other bytes")})
	again.Record.Key = fox.Key()
	s.State.Apply(again)
	s.State.Apply(collected("image.snow", &snow, stored(t, s.Workspace, "a fox in snow")))
	p, diags, err := Make(t.Context(), s)
	if err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	c := p.all["image.snow"]
	if c.Action.Paid() || c.Key != snow.Key() {
		t.Errorf("it is to %s, for the request %+v", c.Action, c.Request)
	}
	e := p.Evaluate(s.State)
	if action, err := e.Learn(c); err != nil || action.Paid() || c.Key != snow.Key() {
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

// stored puts bytes into the store and returns their hash.
func stored(t *testing.T, w *disk.Workspace, content string) string {
	t.Helper()
	in, err := w.Store().Create()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	sha, _, err := in.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return sha
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
	accounts := Accounts{{Block: declared.Default(), Endpoint: "https://a.test", Kind: "flux"}}
	return Situation{Config: declared, State: recorded.State, Workspace: w, Accounts: accounts}
}
