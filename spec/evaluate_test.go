package spec

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/origin"
	"gesso/spec/source"
)

func evaluate(t *testing.T, files map[string]string, text string) (cty.Value, hcl.Diagnostics) {
	t.Helper()
	x, diags := load(t, files, Inputs{}).Expand(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return x.Evaluate(text)
}

// TestEvaluateMarks keeps what must not be shown from being shown, and takes
// off what expressions are marked with for other reasons.
func TestEvaluateMarks(t *testing.T) {
	files := map[string]string{"main.hcl": `
image "fox" { prompt = sensitive("a fox") }
image "owl" { prompt = "an owl" }`}
	value, diags := evaluate(t, files, `{ first = image.fox.prompt, second = image.owl.prompt, time = timestamp(), whole = image.owl }`)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	bare, paths := value.UnmarkDeepWithPaths()
	if len(paths) != 1 || !paths[0].Path.Equals(cty.GetAttrPath("first")) || !paths[0].Marks.Equal(cty.NewValueMarks(origin.Sensitive)) {
		t.Errorf("the marks are %#v", paths)
	}
	if got := bare.GetAttr("second"); !got.RawEquals(cty.StringVal("an owl")) {
		t.Errorf("image.owl.prompt is %#v", got)
	}
}

// TestEvaluateAfterTooMuch: an expression that takes too much, or makes more
// than could be printed, is a mistake, and those after it are none.
func TestEvaluateAfterTooMuch(t *testing.T) {
	x, diags := load(t, map[string]string{"main.hcl": `
locals { long = join("", [for n in range(16) : format("%1000000s", "")]) }
image "a" { prompt = "a" }`}, Inputs{}).Expand(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, text := range []string{`"${local.long}${local.long}${local.long}${local.long}${local.long}"`, `[for n in range(5) : local.long]`} {
		if _, diags := x.Evaluate(text); !hasSummary(diags, "Expression takes too much") {
			t.Errorf("%s is taken: %v", text, diags)
		}
	}
	if value, diags := x.Evaluate("1 + 1"); diags.HasErrors() || !value.RawEquals(cty.NumberIntVal(2)) {
		t.Errorf("after it, 1 + 1 is %#v, %v", value, diags)
	}
}

func TestOpenBrackets(t *testing.T) {
	for text, want := range map[string]int{
		"1":                            0,
		"[1":                           1,
		"{ a = (":                      2,
		"[1]":                          0,
		"]":                            -1,
		`"]"`:                          0,
		`"${[`:                         2,
		`"${[1]}"`:                     0,
		"<<EOT\nx":                     1,
		"<<EOT":                        1,
		"<<-EOT":                       1,
		"[<<EOT":                       2,
		"<<EOT\nx\nEOT":                0,
		"<<EOT\n(\nEOT":                0,
		"<<EOT\n${[":                   3,
		"1 << 2":                       0,
		`"<<EOT"`:                      0,
		"<<EOT\nx\nEOT\n":              0,
		"[ # ] in a comment":           1,
		"%{ if true }":                 0,
		`"%{ if true`:                  1,
		strings.Repeat("(", 1000):      1000,
		"upper(\"a\", <<EOT\n(\nEOT\n": 1,
	} {
		if got := source.OpenBrackets(text); got != want {
			t.Errorf("%.40q leaves %d open, want %d", text, got, want)
		}
	}
}

// TestReparse takes no file that would be too much for the parser.
func TestReparse(t *testing.T) {
	for _, test := range []struct {
		name, text string
		taken      bool
	}{
		{"main.hcl", `image "a" {}`, true},
		{"main.hcl", `image "a" {`, true},
		{"main.hcl.json", `{ "image": {} }`, true},
		{"main.hcl", "", false},
		{"notes.txt", `image "a" {}`, false},
		{"main.hcl", "a = " + strings.Repeat("[", 1_000_000), false},
		{"main.hcl.json", strings.Repeat("[", 1_000_000), false},
		{"main.hcl", "a = 1 #" + strings.Repeat(" ", source.MaxReparsed), false},
	} {
		if got := source.Reparse([]byte(test.text), test.name) != nil; got != test.taken {
			t.Errorf("%s with %.20q is taken: %t, want %t", test.name, test.text, got, test.taken)
		}
	}
}
