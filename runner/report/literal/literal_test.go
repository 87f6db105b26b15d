package literal

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/funcs"
)

func TestValuesAreWrittenAsTheLanguageDoes(t *testing.T) {
	value := cty.ObjectVal(map[string]cty.Value{
		"url":   cty.UnknownVal(cty.String),
		"sizes": cty.TupleVal([]cty.Value{cty.NumberIntVal(1), cty.NullVal(cty.String), cty.True}),
		"empty": cty.EmptyObjectVal,
		"text":  cty.StringVal("a\n\x1b[2J\"b\""),
	})
	want := `{
  "empty" = {}
  "sizes" = [
    1,
    null,
    true,
  ]
  "text"  = "a\n\u001b[2J\"b\""
  "url"   = (known after apply)
}`
	if diff := cmp.Diff(want, Of(value, "")); diff != "" {
		t.Error(diff)
	}
	if got := Brief(cty.StringVal("secret").Mark(funcs.Sensitive)); got != "sensitive" {
		t.Errorf("a sensitive value is told as %s", got)
	}
}

func TestExpressions(t *testing.T) {
	for want, v := range map[string]cty.Value{
		`"fox"`:                      cty.StringVal("fox"),
		"1.5":                        cty.NumberFloatVal(1.5),
		"true":                       cty.True,
		"null":                       cty.NullVal(cty.DynamicPseudoType),
		"tostring(null)":             cty.NullVal(cty.String),
		"tolist(null) /* of bool */": cty.NullVal(cty.List(cty.Bool)),
		"(known after apply)":        cty.UnknownVal(cty.String),
		"(sensitive value)":          cty.StringVal("secret").Mark(funcs.Sensitive),
		"(ephemeral value)":          cty.StringVal("secret").Mark(funcs.Ephemeral),
		"tolist([])":                 cty.ListValEmpty(cty.String),
		"toset([\n  \"a\",\n])":      cty.SetVal([]cty.Value{cty.StringVal("a")}),
		"tomap({\n  \"a\" = 1\n})":   cty.MapVal(map[string]cty.Value{"a": cty.NumberIntVal(1)}),
		"[\n  (sensitive value),\n]": cty.TupleVal([]cty.Value{cty.True.Mark(funcs.Sensitive)}),
		"<<EOT\na\nb\nEOT":           cty.StringVal("a\nb"),
		"<<EOT_\na\nEOT\nEOT_":       cty.StringVal("a\nEOT"),
	} {
		if got := Expression(v); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
