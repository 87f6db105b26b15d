package mistake

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/runner/document"
	"gesso/spec/funcs"
)

const text = "image \"hero\" {\n  prompt = var.colour.red + var.key\n}\n"

// mistaken is the diagnostic of a sum of what cannot be added.
func mistaken(t *testing.T) *hcl.Diagnostic {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(text), "main.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	prompt := file.Body.(*hclsyntax.Body).Blocks[0].Body.Attributes["prompt"].Expr
	_, diags = prompt.Value(&hcl.EvalContext{Variables: map[string]cty.Value{"var": cty.ObjectVal(map[string]cty.Value{
		"colour": cty.ObjectVal(map[string]cty.Value{"red": cty.StringVal("crimson")}),
		"key":    cty.StringVal("hunter2").Mark(funcs.Sensitive),
	})}})
	if len(diags) == 0 {
		t.Fatal("nothing is wrong")
	}
	d := diags[0]
	whole := prompt.Range()
	d.Subject, d.Expression = &whole, prompt
	return d
}

func TestWhatIsToldOfAMistake(t *testing.T) {
	d := mistaken(t)
	all := Described(hcl.Diagnostics{{Severity: hcl.DiagWarning, Summary: "later"}, d}, map[string][]byte{"main.hcl": []byte(text)})
	if len(all) != 2 || all[0].Severity != document.Error || all[1].Severity != document.Warning {
		t.Fatalf("%+v: errors come first", all)
	}
	context := `image "hero"`
	want := &document.Snippet{
		Context: &context, Code: "  prompt = var.colour.red + var.key", StartLine: 2, Start: 11, End: 35,
		Values: []document.UsedValue{{Traversal: "var.colour.red", Statement: `is "crimson"`}, {Traversal: "var.key", Statement: "has a value that is sensitive"}},
	}
	if diff := cmp.Diff(want, all[0].Snippet); diff != "" {
		t.Error(diff)
	}
}

// Of a line of megabytes what is around the place is told.
func TestCodeIsCropped(t *testing.T) {
	long := strings.Repeat("ü", 10_000)
	code, offset := cropCode([]byte(long), 5001)
	if len(code) > maxCode || offset == 0 || offset > 5001 || strings.Trim(code, "ü") != "" {
		t.Errorf("%d bytes from %d", len(code), offset)
	}
	if code, offset := cropCode([]byte("short\r\n"), 2); code != "short" || offset != 0 {
		t.Errorf("%q from %d", code, offset)
	}
}

func TestFilesThatAreNotThere(t *testing.T) {
	d := mistaken(t)
	texts := NewTexts(nil)
	if got := texts.Context(*d.Subject); got != "" || texts.Of("main.hcl") != nil || texts.excerpt(d, *d.Subject) != nil {
		t.Errorf("%q is told of a file that is not there", got)
	}
}
