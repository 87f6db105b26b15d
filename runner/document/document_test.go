package document_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"gesso/runner/audit"
	"gesso/runner/document"
	"gesso/runner/plan/plantest"
	"gesso/runner/schema/schematest"
	"gesso/spec/config"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/statetest"
)

func records() []*state.Record {
	waiting := &state.Record{Address: `module.a["k"].image.b[3]`, Pending: []state.Call{plantest.Call()}}
	tainted := statetest.Record("image.t", 2)
	tainted.Tainted, tainted.Request.Prompt = "It is blank.", ""
	tainted.Rivals = []state.Rival{statetest.Record("image.t", 4).Rival()}
	return []*state.Record{statetest.Record("image.a", 1), tainted, waiting}
}

// TestState is what is recorded, as a document.
func TestState(t *testing.T) {
	golden(t, "state.json", document.MakeState(slices.Values(records()), "0.1.0"))
}

// TestDocumentsAreAsDescribed validates one document of each kind.
func TestDocumentsAreAsDescribed(t *testing.T) {
	place := &document.Range{Filename: "main.hcl", Start: document.Position{Line: 1, Column: 1}, End: document.Position{Line: 1, Column: 2, Byte: 1}}
	diagnostics := []document.Diagnostic{
		{Severity: document.Error, Summary: "Wrong", Range: place, Snippet: &document.Snippet{Code: "x", StartLine: 1, Values: []document.UsedValue{}}},
		{Severity: document.Warning, Summary: "Odd", Hint: "gesso plan", Address: "image.a"},
	}
	outputs, err := document.MakeOutputs([]eval.OutputValue{output("a", cty.StringVal("<b>"), false), output("n", cty.NullVal(cty.String), true)})
	if err != nil {
		t.Fatal(err)
	}
	for name, doc := range map[string]any{
		"audit":      document.MakeAudit(&audit.Findings{InDoubt: []audit.Item{{Address: "image.a", Time: statetest.At(1)}}, Unmade: []audit.Item{}, GivenUp: []audit.Item{}, Lost: []audit.Item{}, Double: []audit.Item{}}),
		"outputs":    outputs,
		"state":      document.MakeState(slices.Values(records()), "0.1.0"),
		"state-list": document.MakeStateList(nil),
		"validate":   document.MakeVerdict(diagnostics),
		"version":    document.VersionInfo{FormatVersion: document.Format, GessoVersion: "0.1.0", Platform: "linux_amd64"},
	} {
		var text bytes.Buffer
		if err := document.Write(&text, doc); err != nil {
			t.Fatal(err)
		}
		if err := schematest.Document(name, text.Bytes()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStrict: the tests' schemas refuse what users' allow, a field that nobody has
// described.
func TestStrict(t *testing.T) {
	if err := schematest.Document("state-list", []byte(`{"format_version":"1.0","addresses":[]}`)); err != nil {
		t.Error(err)
	}
	for _, text := range []string{`{"format_version":"1.0","addresses":[],"more":1}`, `{"format_version":"2.0","addresses":[]}`, `{"addresses":[]}`, `{`} {
		if schematest.Document("state-list", []byte(text)) == nil {
			t.Errorf("%s is as described", text)
		}
	}
}

func output(name string, v cty.Value, sensitive bool) eval.OutputValue {
	return eval.OutputValue{Output: &config.Output{Name: name, Sensitive: sensitive}, Value: v}
}

// TestOutputChanges: outputs are compared with what the records say now, and a
// sensitive one has no value.
func TestOutputChanges(t *testing.T) {
	before := []eval.OutputValue{
		output("same", cty.StringVal("x"), false), output("other", cty.NumberIntVal(1), false), output("later", cty.StringVal("x"), false),
		output("secret", cty.StringVal(plantest.Canary), true), output("unknown", cty.UnknownVal(cty.String), false),
	}
	after := []eval.OutputValue{
		output("same", cty.StringVal("x"), false), output("other", cty.NumberIntVal(2), false), output("later", cty.UnknownVal(cty.String), false),
		output("secret", cty.StringVal(plantest.Canary+"!"), true), output("unknown", cty.StringVal("y"), false),
	}
	changes, err := document.MakeOutputChanges(before, after)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := document.Write(&text, changes); err != nil {
		t.Fatal(err)
	}
	want := `{"later":{"actions":["update"],"before":"x","after_unknown":true,"before_sensitive":false,"after_sensitive":false},` +
		`"other":{"actions":["update"],"before":1,"after":2,"after_unknown":false,"before_sensitive":false,"after_sensitive":false},` +
		`"same":{"actions":["no-op"],"before":"x","after":"x","after_unknown":false,"before_sensitive":false,"after_sensitive":false},` +
		`"secret":{"actions":["update"],"before":null,"after_unknown":false,"before_sensitive":true,"after_sensitive":true},` +
		`"unknown":{"actions":["create"],"before":null,"after":"y","after_unknown":false,"before_sensitive":false,"after_sensitive":false}}` + "\n"
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	planned, err := document.MakePlannedOutputs(after)
	if err != nil || planned["secret"].Value != nil || planned["later"].Value != nil || string(planned["other"].Value) != "2" {
		t.Errorf("%v, error %v", planned, err)
	}
}

// TestWrite: a document is safe to look at, and read back as it was.
func TestWrite(t *testing.T) {
	want := "a <b> & \x1b[31m\u202e \u2028 \x7f \u0085 \r\n é 猫 👩\u200d🎨 \U000e0041"
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return document.Write(b, []string{want}) },
		func(b *bytes.Buffer) error { return document.WritePage(b, []string{want}) },
	} {
		var text bytes.Buffer
		if err := write(&text); err != nil {
			t.Fatal(err)
		}
		var got []string
		if err := json.Unmarshal(text.Bytes(), &got); err != nil || got[0] != want {
			t.Errorf("%q is read back as %q, error %v", want, got, err)
		}
		if i := strings.IndexFunc(strings.ReplaceAll(text.String(), "\n", ""), document.Obeyed); i >= 0 {
			t.Errorf("%q has something for a terminal at %d", &text, i)
		}
		if !strings.Contains(text.String(), "<b> & ") {
			t.Errorf("%s is written for HTML", &text)
		}
	}
}

// TestParseAddress: an address is taken apart, whatever its keys are.
func TestParseAddress(t *testing.T) {
	for text, want := range map[string][4]string{
		"image.a":                             {"", "a", "", "image.a"},
		"image.a[3]":                          {"", "a", "3", "image.a[3]"},
		`image.a["x \" $${y} ]"]`:             {"", "a", `"x \" ${y} ]"`, `image.a["x \" $${y} ]"]`},
		`module.m["k"].module.n[0].image.a`:   {`module.m["k"].module.n[0]`, "a", "", "image.a"},
		"":                                    {"", "", "", ""},
		"nonsense":                            {"", "", "", "nonsense"},
		`image.a["`:                           {"", "a", `"\""`, `image.a["`},
		"image.a[99999999999999999999999999]": {"", "a", `"99999999999999999999999999"`, "image.a[99999999999999999999999999]"},
	} {
		a := document.ParseAddress(text)
		if got := [4]string{a.Module, a.Name, string(a.Index), a.Resource()}; got != want || a.Address != text {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
