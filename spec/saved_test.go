package spec

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/config"
)

const savedVariables = `
variable "style" { default = "flat" }
variable "sizes" {
  type    = map(number)
  default = { a = 0.1 }
}
variable "none" { default = null }
variable "any" {}
variable "secret" {
  sensitive = true
  default   = "hush"
}
variable "once" {
  ephemeral = true
  default   = "hush"
}
image "a" { prompt = "${var.style} ${var.any} ${jsonencode(var.sizes)}" }
`

// What a configuration had for values is plain data, without what is secret, and a
// configuration that takes them has the same ones, whatever lies about.
func TestSavedValues(t *testing.T) {
	files := map[string]string{"main.hcl": savedVariables}
	first := load(t, files, Inputs{Environ: []string{"GESSO_VAR_style=round"}, Assignments: []Assignment{{Name: "any", Value: "x"}}})
	values, err := Values(first)
	if err != nil {
		t.Fatal(err)
	}
	type told struct {
		JSON, Origin    string
		Secret, Ordered bool
	}
	got, saved := map[string]told{}, map[string]Saved{}
	for _, v := range values {
		got[v.Name] = told{string(v.JSON), v.Text, v.Secret, v.Ordered}
		if !v.Secret {
			saved[v.Name] = Saved{JSON: v.JSON, Ordered: v.Ordered}
		}
	}
	want := map[string]told{
		"style":  {JSON: `{"value":"round","type":"string"}`, Origin: "the environment variable GESSO_VAR_style"},
		"sizes":  {JSON: `{"value":{"a":0.1},"type":["map","number"]}`},
		"none":   {JSON: "null"},
		"any":    {JSON: `{"value":"x","type":"string"}`, Origin: "the option -var any", Ordered: true},
		"secret": {Secret: true}, "once": {Secret: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	second := load(t, files, Inputs{Saved: saved})
	for name, value := range first.Values {
		if !second.Values[name].RawEquals(value) {
			t.Errorf("%s is %#v, and was %#v", name, second.Values[name], value)
		}
	}
}

// What says something else than a saved plan is known, unless it was overruled then too.
func TestSavedValuesAreDisputed(t *testing.T) {
	style := func(ordered bool) map[string]Saved {
		return map[string]Saved{"style": {JSON: json.RawMessage(`{"value":"round","type":"string"}`), Ordered: ordered}}
	}
	for name, test := range map[string]struct {
		in   Inputs
		want []config.Dispute
	}{
		"nothing":           {Inputs{Saved: style(false)}, nil},
		"the same":          {Inputs{Saved: style(false), Environ: []string{"GESSO_VAR_style=round"}}, nil},
		"another":           {Inputs{Saved: style(false), Environ: []string{"GESSO_VAR_style=flat"}}, []config.Dispute{{Variable: "style", Origin: "the environment variable GESSO_VAR_style"}}},
		"overruled then":    {Inputs{Saved: style(true), Environ: []string{"GESSO_VAR_style=flat"}}, nil},
		"ordered now":       {Inputs{Saved: style(true), Assignments: []Assignment{{Name: "style", Value: "flat"}}}, []config.Dispute{{Variable: "style", Origin: "the option -var style"}}},
		"ordered, the same": {Inputs{Saved: style(true), Assignments: []Assignment{{Name: "style", Value: "round"}}}, nil},
	} {
		test.in.Assignments = append(test.in.Assignments, Assignment{Name: "any", Value: "x"})
		c := load(t, map[string]string{"main.hcl": savedVariables}, test.in)
		if diff := cmp.Diff(test.want, c.Disputed); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	dir := write(t, map[string]string{"main.hcl": savedVariables})
	bad := map[string]Saved{"style": {JSON: json.RawMessage(`{"value":1,"type":"nonsense"}`)}}
	if _, diags := loadDir(dir, Inputs{Saved: bad, Assignments: []Assignment{{Name: "any", Value: "x"}}}); !diags.HasErrors() {
		t.Error("a value that cannot be read is taken")
	}
}

// All that is read and looked for decides, and has a digest: what is there, what is not,
// and what a pattern finds.
func TestDigests(t *testing.T) {
	main := `
variable "a" { default = 1 }
image "a" { prompt = "${file("a.txt")} ${fileexists("b.txt")} ${length(fileset("x", "*.txt"))}" }
module "m" { source = "./m" }
`
	digests := func(change map[string]string) map[string]string {
		files := map[string]string{"main.hcl": main, "a.txt": "a", "x/1.txt": "", "m/m.hcl": `image "m" { prompt = "m" }`, "gesso.hclvars": "a = 2\n", "unread.txt": ""}
		for name, text := range change {
			files[name] = text
		}
		c := load(t, files, Inputs{})
		if _, diags := c.Expand(nil); diags.HasErrors() {
			t.Fatal(render(diags))
		}
		return c.Digests()
	}
	first := digests(nil)
	for _, name := range []string{"main.hcl", "a.txt", "b.txt", "x/*.txt", "m/m.hcl", "gesso.hclvars"} {
		if first[name] == "" {
			t.Errorf("%s has no digest: %v", name, first)
		}
	}
	for name, test := range map[string]struct {
		change map[string]string
		want   string
	}{
		"nothing":             {nil, ""},
		"line ends":           {map[string]string{"gesso.hclvars": "a = 2\r\n"}, ""},
		"what nobody reads":   {map[string]string{"unread.txt": "x"}, ""},
		"a file":              {map[string]string{"a.txt": "b"}, "a.txt"},
		"one that comes":      {map[string]string{"b.txt": ""}, "b.txt"},
		"one more of several": {map[string]string{"x/2.txt": ""}, "x/*.txt"},
		"a value":             {map[string]string{"gesso.hclvars": "a = 3\n"}, "gesso.hclvars"},
		"a module":            {map[string]string{"m/m.hcl": `image "m" { prompt = "n" }`}, "m/m.hcl"},
		"a file of a module":  {map[string]string{"m/n.hcl": ""}, "m/n.hcl"},
	} {
		changed := ""
		for path, sum := range digests(test.change) {
			if first[path] != sum {
				changed += path
			}
		}
		if changed != test.want {
			t.Errorf("%s changes %q, want %q", name, changed, test.want)
		}
	}
}
