package runner

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"gesso/runner/account"
	"gesso/runner/audit"
	"gesso/runner/decide"
	"gesso/runner/flux"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/unsettled"
	"gesso/spec"
	"gesso/spec/lang"
	"gesso/state"
	"gesso/state/disk"
)

const hostileConfig = `
provider "flux" {}
image "a" { prompt = "a fox" }
image "b" {
  prompt = "in snow"
  source = image.a
}
image "c" {
  count  = 2
  prompt = "a hen"
  lifecycle { replace_triggered_by = [image.a] }
}
`

// FuzzHostileState plans, settles, audits and applies whatever state can be
// loaded: nothing panics, and what is saved can be loaded again.
func FuzzHostileState(f *testing.F) {
	for _, lines := range hostileStates() {
		f.Add(lines)
	}
	f.Fuzz(func(t *testing.T, lines string) {
		synctest.Test(t, func(t *testing.T) { surviveState(t, lines) })
	})
}

func surviveState(t *testing.T, lines string) {
	dir := t.TempDir()
	text := "{\"gesso\":\"state\",\"version\":1}\n" + lines + "{\"gesso\":\"end\"}\n"
	for name, content := range map[string]string{"main.hcl": hostileConfig, disk.StateFile: text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p, tools, recorded, err := planIn(t, dir)
	if err != nil {
		return // refused
	}
	p.Cost()
	p.InDoubt()
	w := tools.Workspace
	if _, err := audit.Make(w, recorded); err != nil {
		t.Fatal(err)
	}
	calls := unsettled.Calls(recorded, "")
	if _, err := Run(t.Context(), p, tools); err != nil {
		t.Logf("the run ended with %v", err)
	}
	for _, call := range calls {
		_, _ = unsettled.Choose(recorded, call.Address, "")
		if _, err := Resolve(t.Context(), w, call, Decision{Abandon: true}, nil, tools); err != nil {
			t.Fatal(err)
		}
	}
	if err := tools.Journal.Close(); err != nil {
		t.Fatal(err)
	}
	after, err := w.Load()
	if err != nil {
		t.Fatalf("what was saved cannot be loaded: %v", err)
	}
	if left := unsettled.Calls(after.State, ""); len(left) > len(calls) {
		t.Errorf("%d calls are left of %d", len(left), len(calls))
	}
}

// hostileStates are lines of state files from which the fuzzer goes on.
func hostileStates() []string {
	request := state.Request{Kind: "flux", Action: "generate", Prompt: "a fox", PromptHash: state.HashPrompt("a fox"), Model: "flux-dev"}
	key, sha := string(request.Key()), strings.Repeat("0", 64)
	asked := `{"kind":"flux","action":"generate","prompt":"a fox","prompt_sha256":"` + request.PromptHash + `","model":"flux-dev"}`
	call := `{"intent":"i","index":0,"count":2,"key":"` + key + `","request":` + asked + `,"endpoint":"https://.example","time":"2026-01-01T00:00:00Z"`
	picture := `"request":` + asked + `,"key":"` + key + `","artifact":"` + sha + `"`
	var states []string
	for _, address := range []string{"image.a", "image.old", "image.c[1]", "module.m.image.x", "[", "image.a[-1]", `image.a["\u0000"]`} {
		quoted := strings.ReplaceAll(address, `"`, `\"`)
		for _, fields := range []string{
			`"pending":[` + call + `}]`,
			`"pending":[` + call + `,"task_id":"t"}]`,
			`"pending":[` + call + `,"task_id":"t","lost":true},` + strings.Replace(call, `"index":0`, `"index":1`, 1) + `,"urls":[""]}]`,
			strings.Replace(`"pending":[`+call+`,"task_id":"t"}]`, `"index":0,"count":2`, `"index":999`, 1),
			strings.Replace(`"pending":[`+call+`}]`, `"index":0`, `"index":-1`, 1),
			picture,
			picture + `,"path":"../x","output_sha256":"` + sha + `","tainted":"x","width":-1`,
			picture + `,"url":"nonsense","task_id":"t","depends_on":["","image.a"],"triggers":{"":""},"path":"images/a.png"`,
		} {
			states = append(states, `{"address":"`+quoted+`",`+fields+"}\n")
		}
	}
	return states
}

// planIn makes a plan of what is in a directory, and the tools for a run of it.
func planIn(t *testing.T, dir string) (*plan.Plan, Tools, *state.State, error) {
	t.Helper()
	declared, diags := spec.Load(dir, spec.Inputs{Kinds: []*lang.Kind{flux.Language()}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	t.Cleanup(func() { declared.Close() })
	painter := account.New(declared.Default(), "https://.example")
	painter.Kind = "flux"
	tools := Tools{Connections: map[string]Connection{painter.Name: {Provider: &willing{}}}}
	w, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	lock, err := w.Lock("test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lock.Unlock() })
	recorded, err := w.Load()
	var damage *state.DamageError
	if err != nil && !errors.As(err, &damage) {
		t.Fatal(err)
	}
	if err != nil {
		return nil, tools, nil, err
	}
	p, diags, err := decide.Make(t.Context(), decide.Situation{Config: declared, State: recorded.State, Workspace: w, Accounts: account.List{painter}})
	if err != nil || diags.HasErrors() {
		return nil, tools, nil, errors.Join(err, diags)
	}
	if tools.Journal, err = w.Begin(recorded); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tools.Journal.Close() })
	tools.Workspace, tools.Evaluation, tools.Supply, tools.Place = w, p.Evaluate(tools.Journal), p.Supply, declared.Where
	return p.Plan, tools, recorded.State, nil
}

// willing is a provider that has a picture for whatever it is asked.
type willing struct{ slow }

func (*willing) Poll(_ context.Context, ids []string) ([]provider.Task, error) {
	var tasks []provider.Task
	for _, id := range ids {
		tasks = append(tasks, provider.Task{ID: id, State: provider.Succeeded, Pictures: []provider.Picture{{URL: "https://cdn.example/" + id}}})
	}
	return tasks, nil
}

func (*willing) Submit(_ context.Context, r provider.Request) (provider.Task, error) {
	return provider.Task{ID: r.Prompt, State: provider.Succeeded, Pictures: []provider.Picture{{URL: "https://cdn.example/" + r.Prompt}}}, nil
}

func (*willing) Alive(context.Context, string) bool { return true }

func (*willing) Upload(context.Context, string, io.Reader, int64) (string, error) {
	return "https://cdn.example/source", nil
}
