package plan_test

import (
	"encoding"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gesso/runner/account"
	"gesso/runner/decide"
	"gesso/runner/flux"
	"gesso/runner/plan"
	"gesso/spec"
	"gesso/spec/lang"
	"gesso/state"
	"gesso/state/disk"
)

// examples is the folder of the program's examples, seen from this package's.
const examples = "../../examples"

// TestPlanIsPlainData writes the plan of each example down and reads it back: it is
// the same plan.
func TestPlanIsPlainData(t *testing.T) {
	entries, err := os.ReadDir(examples)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, err := os.Stat(filepath.Join(examples, e.Name(), "main.hcl")); err != nil {
			continue // it holds no configuration
		}
		t.Run(e.Name(), func(t *testing.T) {
			p := planOf(t, filepath.Join(examples, e.Name()))
			if len(p.Changes) == 0 {
				t.Fatal("the example has no images")
			}
			written, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			var read plan.Plan
			if err := json.Unmarshal(written, &read); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(p, &read, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("it is read back as another (-written +read):\n%s", diff)
			}
		})
	}
}

// planOf is the plan of a configuration, made in a copy of its directory.
func planOf(t *testing.T, from string) *plan.Plan {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	_ = os.RemoveAll(filepath.Join(dir, disk.Home))
	config, diags := spec.Load(dir, spec.Inputs{Kinds: []*lang.Kind{flux.Language()}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	t.Cleanup(func() { _ = config.Close() })
	w, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	var accounts account.List
	for _, block := range config.Providers {
		account := account.New(block, "https://a.test")
		account.Kind = "flux"
		accounts = append(accounts, account)
	}
	p, diags, err := decide.Make(t.Context(), decide.Situation{Config: config, State: &state.State{}, Workspace: w, Accounts: accounts})
	if err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	return p.Plan
}

// TestPlainTypes walks the types of a plan: each field that is written has a name in
// JSON, and none is an interface, a function or a channel, which cannot be written.
func TestPlainTypes(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(of reflect.Type, at string)
	walk = func(of reflect.Type, at string) {
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
			walk(of.Elem(), at)
		case reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
			t.Errorf("%s is a %s", at, of.Kind())
		case reflect.Struct:
			if seen[of] || of.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
				return
			}
			seen[of] = true
			if strings.HasPrefix(of.PkgPath(), "gesso/spec") || !strings.HasPrefix(of.PkgPath(), "gesso/") {
				t.Errorf("%s is a %s", at, of)
			}
			for i := range of.NumField() {
				f := of.Field(i)
				if !f.IsExported() || !f.Anonymous && f.Tag.Get("json") == "" {
					t.Errorf("%s.%s has no name in JSON", at, f.Name)
				}
				walk(f.Type, at+"."+f.Name)
			}
		}
	}
	walk(reflect.TypeFor[plan.Plan](), "Plan")
}

// TestWordsAreReadBack writes every action and every cause.
func TestWordsAreReadBack(t *testing.T) {
	for a := plan.None; a <= plan.Forget; a++ {
		var read plan.Action
		if text, err := a.MarshalText(); err != nil || read.UnmarshalText(text) != nil || read != a {
			t.Errorf("%s is read back as %s, error %v", a, read, err)
		}
	}
	for c := plan.New; c <= plan.Waits; c++ {
		var read plan.Cause
		if text, err := c.MarshalText(); err != nil || read.UnmarshalText(text) != nil || read != c {
			t.Errorf("%s is read back as %s, error %v", c, read, err)
		}
		if said := (plan.Reason{Cause: c, Argument: "prompt", Old: "o", New: "n"}).String(); said == "" || strings.ContainsAny(said, "{}") {
			t.Errorf("%s says %q", c, said)
		}
	}
	if new(plan.Action).UnmarshalText([]byte("buy")) == nil || new(plan.Cause).UnmarshalText([]byte("")) == nil {
		t.Error("a word that is none is read")
	}
}
