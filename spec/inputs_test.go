package spec

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
)

func sortedStrings(s []string) []string { return slices.Sorted(slices.Values(s)) }

// values loads a configuration whose one image shows the variables a to h.
func shown(t *testing.T, files map[string]string, in Inputs) string {
	t.Helper()
	x, diags := load(t, files, in).Expand(nil)
	if diags.HasErrors() {
		t.Fatal(render(diags))
	}
	return x.Instance("image.show").Prompt
}

func TestPrecedenceOfValues(t *testing.T) {
	var main, show strings.Builder
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		main.WriteString("variable \"" + name + "\" {\n  default = \"default\"\n}\n")
		show.WriteString(name + "=${var." + name + "} ")
	}
	main.WriteString("image \"show\" {\n  prompt = \"" + show.String() + "\"\n}\n")
	assign := func(from string, names ...string) string {
		text := ""
		for _, name := range names {
			text += name + " = \"" + from + "\"\n"
		}
		return text
	}
	files := map[string]string{
		"main.hcl":             main.String(),
		"gesso.hclvars":        assign("hclvars", "c", "d", "e", "f", "g", "h"),
		"gesso.hclvars.json":   `{"d": "hclvars.json", "e": "x", "f": "x", "g": "x", "h": "x"}`,
		"a.auto.hclvars":       assign("a.auto", "e", "f", "g", "h"),
		"b.auto.hclvars.json":  `{"f": "b.auto.json", "g": "x", "h": "x"}`,
		"other.hclvars":        assign("never read", "a", "b", "c"),
		".hidden.auto.hclvars": "",
	}
	dir := t.TempDir()
	file := write(t, map[string]string{"over.hclvars": assign("-var-file", "g", "h")})
	_ = dir
	got := shown(t, files, Inputs{
		Environ: []string{"GESSO_VAR_b=env", "GESSO_VAR_c=env", "GESSO_VAR_zzz=1", "OTHER=1", "GESSO_VAR_"},
		Assignments: []Assignment{
			{Name: "h", Value: "first"}, {File: filepath.Join(file, "over.hclvars")}, {Name: "h", Value: "last"},
		},
	})
	want := "a=default b=env c=hclvars d=hclvars.json e=a.auto f=b.auto.json g=-var-file h=last"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// As in Terraform, text is text for a variable of a primitive type or of none,
// and an expression for others.
func TestTypedText(t *testing.T) {
	for _, test := range []struct{ ty, text, want string }{
		{"string", "[1]", `"[1]"`},
		{"number", "007", "7"},
		{"bool", "true", "true"},
		{"", "[1]", `"[1]"`},
		{"", "true", `"true"`},
		{"any", "[1, true]", "[1,true]"},
		{"any", `"x"`, `"x"`},
		{"list(string)", "[1]", `["1"]`},
		{"set(string)", `["b", "a", "b"]`, `["a","b"]`},
		{"map(number)", `{ a = "1" }`, `{"a":1}`},
		{"object({ a = string, b = optional(number, 3) })", `{ a = 1, c = 2 }`, `{"a":"1","b":3}`},
		{"tuple([string, number])", `["a", 1]`, `["a",1]`},
		{"list(object({ n = optional(string) }))", `[{}]`, `[{"n":null}]`},
		{"string", "", `""`},
	} {
		ty := ""
		if test.ty != "" {
			ty = "  type = " + test.ty + "\n"
		}
		files := map[string]string{"main.hcl": "variable \"v\" {\n" + ty + "}\nimage \"show\" {\n  prompt = jsonencode(var.v)\n}\n"}
		for from, in := range map[string]Inputs{
			"-var":   {Assignments: []Assignment{{Name: "v", Value: test.text}}},
			"env":    {Environ: []string{"GESSO_VAR_v=" + test.text}},
			"answer": {Ask: func(*config.Variable) (string, error) { return test.text, nil }},
		} {
			if got := shown(t, files, in); got != test.want {
				t.Errorf("%s of type %q from %s is %s, not %s", test.text, test.ty, from, got, test.want)
			}
		}
	}
}

// Ask is called for what nothing else gives, and only where it serves.
func TestAsk(t *testing.T) {
	const main = `
variable "given" {}
variable "default" { default = 1 }
variable "asked" { type = string }
variable "also" { type = number }
image "show" { prompt = "${var.asked} ${var.also}" }
`
	var asked []string
	ask := func(v *config.Variable) (string, error) {
		asked = append(asked, v.Name)
		return "7", nil
	}
	in := Inputs{Ask: ask, Assignments: []Assignment{{Name: "given", Value: "x"}}}
	if got := shown(t, map[string]string{"main.hcl": main}, in); got != "7 7" {
		t.Error(got)
	}
	if diff := cmp.Diff([]string{"also", "asked"}, asked); diff != "" {
		t.Error(diff)
	}

	asked = nil
	_, diags := loadDir(write(t, map[string]string{"main.hcl": main + "image \"x\" {}\n"}), in)
	if len(asked) > 0 || !hasSummary(diags, "Missing required argument") {
		t.Errorf("asked for %v beside an error: %s", asked, render(diags))
	}

	in.Ask = func(*config.Variable) (string, error) { return "", errors.New("no terminal") }
	if _, diags = loadDir(write(t, map[string]string{"main.hcl": main}), in); !hasSummary(diags, "No value for required variable") {
		t.Error(render(diags))
	}
}

func TestNullAndNullable(t *testing.T) {
	got := shown(t, map[string]string{
		"main.hcl": `
variable "kept" { default = "d" }
variable "replaced" {
  default  = "d"
  nullable = false
}
image "show" { prompt = jsonencode([var.kept, var.replaced]) }
`,
		"gesso.hclvars": "kept = null\nreplaced = null\n",
	}, Inputs{})
	if got != `[null,"d"]` {
		t.Error(got)
	}
}

// Validation rules see other variables and local values.
func TestValidationSeesOthers(t *testing.T) {
	files := map[string]string{"main.hcl": `
locals { most = 2 * var.unit }
variable "unit" { default = 5 }
variable "size" {
  type = number
  validation {
    condition     = var.size <= local.most
    error_message = "Above ${local.most}."
  }
}
image "show" { prompt = "p" }
`}
	if _, diags := loadDir(write(t, files), Inputs{Environ: []string{"GESSO_VAR_size=10"}}); len(diags) > 0 {
		t.Error(render(diags))
	}
	_, diags := loadDir(write(t, files), Inputs{Environ: []string{"GESSO_VAR_size=11"}})
	if len(diags) != 1 || !strings.HasPrefix(diags[0].Detail, "Above 10.") {
		t.Error(render(diags))
	}
}

// TestGivenLineEnds makes sure that what a Windows shell or another system's .env
// file leaves at line ends is not part of a value, while everything else is.
func TestGivenLineEnds(t *testing.T) {
	for given, want := range map[string]string{
		"oil\r":                "oil",
		"oil\r\non wood\r\n":   "oil\non wood\n",
		"oil\r\n\r\non wood\r": "oil\n\non wood",
		" oil ":                " oil ",
		"oil\n":                "oil\n",
		"\toil":                "\toil",
	} {
		for name, in := range map[string]Inputs{
			"environment": {Environ: []string{"GESSO_VAR_style=" + given}},
			"option":      {Assignments: []Assignment{{Name: "style", Value: given}}},
		} {
			c := load(t, map[string]string{"main.hcl": `variable "style" {}`}, in)
			if got := c.Values["style"]; !got.RawEquals(cty.StringVal(want)) {
				t.Errorf("%q from the %s is %#v, want %q", given, name, got, want)
			}
		}
	}
}
