package approval

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/runner/savedplan"
	"gesso/spec"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/statetest"
)

const configuration = `
variable "style" { default = "flat" }
variable "secret" {
  sensitive = true
  default   = "hush"
}
locals { idea = file("idea.txt") }
`

// made is a plan of a directory, with what was recorded by then.
func made(t *testing.T, dir string, in spec.Inputs, p *plan.Plan, records ...*state.Record) Made {
	t.Helper()
	config, diags := spec.Load(dir, in)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	t.Cleanup(func() { _ = config.Close() })
	w, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return Made{Plan: p, Config: config, State: state.New(records), Workspace: w}
}

func directory(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// restore is a plan that restores the output of a record.
func restore(r *state.Record, why plan.Cause) *plan.Plan {
	return &plan.Plan{
		Accounts: plan.Accounts{{Name: "flux", Endpoint: "https://a.test"}},
		Changes: []*plan.Change{{
			Address: r.Address, Action: plan.Restore, Before: r, Path: r.Path, Request: *r.Request, Key: r.Key,
			Reasons: []plan.Reason{{Cause: why}}, Declared: &plan.Declaration{Block: r.Address, Terms: &plan.Terms{Attempts: 1}},
		}},
	}
}

// TestObjections: what is not as it was is named, and nothing else.
func TestObjections(t *testing.T) {
	files := map[string]string{"main.hcl": configuration, "image.a.png": "somebody's"}
	record := statetest.Record("image.a", 1)
	then := made(t, directory(t, files), spec.Inputs{}, restore(record, plan.Differs), record)
	f, err := Save(then, "0.1.0", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Outputs) != 1 || f.State.Records != 1 || f.State.Digest == "" {
		t.Errorf("outputs %v, state %+v", f.Outputs, f.State)
	}
	elsewhere := func(p *plan.Plan) *plan.Plan {
		p.Accounts[0].Endpoint = "https://b.test"
		return p
	}
	for name, test := range map[string]struct {
		files   map[string]string
		in      spec.Inputs
		plan    *plan.Plan
		records []*state.Record
		want    []Objection
	}{
		"nothing":           {files, spec.Inputs{}, restore(record, plan.Differs), []*state.Record{record}, nil},
		"done":              {files, spec.Inputs{}, &plan.Plan{}, []*state.Record{record}, nil},
		"another file":      {map[string]string{"main.hcl": configuration + "#", "image.a.png": "somebody's"}, spec.Inputs{}, restore(record, plan.Differs), []*state.Record{record}, []Objection{{"main.hcl", "has changed"}}},
		"another directory": {map[string]string{"other.hcl": configuration}, spec.Inputs{}, restore(record, plan.Differs), []*state.Record{record}, []Objection{{"the directory", "it is another one than the plan was made in: none of its configuration files is there"}}},
		"another value":     {files, spec.Inputs{Environ: []string{"GESSO_VAR_style=round"}}, restore(record, plan.Differs), []*state.Record{record}, []Objection{{"var.style", "the environment variable GESSO_VAR_style gives it another value than it had"}}},
		"another endpoint":  {files, spec.Inputs{}, elsewhere(restore(record, plan.Differs)), []*state.Record{record}, []Objection{{"provider flux", "its endpoint was https://a.test, and is https://b.test now"}}},
		"another output":    {map[string]string{"main.hcl": configuration, "image.a.png": "another's"}, spec.Inputs{}, restore(record, plan.Differs), []*state.Record{record}, []Objection{{"image.a.png", "was changed by somebody, and would be replaced"}}},
		"another state": {files, spec.Inputs{}, restore(statetest.Record("image.a", 2), plan.Differs), nil,
			[]Objection{{"the state", "it is another one than the plan was made on: of the images that had pictures then, none has one now"}}},
		"another record": {files, spec.Inputs{}, restore(statetest.Record("image.a", 2), plan.Differs), []*state.Record{statetest.Record("image.a", 2)},
			[]Objection{{"image.a", "what is recorded of it is another picture now"}}},
	} {
		test.in.Saved = Values(f)
		found, err := Objections(f, made(t, directory(t, test.files), test.in, test.plan, test.records...))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, found); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestRefused: only sensitive values are given again.
func TestRefused(t *testing.T) {
	f := &savedplan.File{Values: []savedplan.Value{{Name: "style"}, {Name: "secret", Secret: true}}}
	got := Refused(f, []spec.Assignment{{Name: "secret", Value: "x"}, {File: "prod.hclvars"}, {Name: "style", Value: "x"}, {Name: "none", Value: "x"}})
	if diff := cmp.Diff([]string{"style", "none"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
