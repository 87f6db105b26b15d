package document_test

import (
	"strings"
	"testing"

	"gesso/runner/document"
	"gesso/runner/provider"
	"gesso/runner/schema/schematest"
	"gesso/spec/lang"
)

func TestMakeModels(t *testing.T) {
	kind := &provider.Kind{
		Language: &lang.Kind{Name: "brush"},
		Models:   []provider.Model{{Name: "oil", Default: true, Edits: provider.Able, Sizes: []string{"any"}}, {Name: "ink", Edits: provider.Unsaid, Sizes: []string{"1x1", "2x2"}, Sized: true}},
	}
	price := func(kind, model string) map[string]float64 {
		if kind == "brush" && model == "oil" {
			return map[string]float64{"brush": 0.5}
		}
		return nil
	}
	for name, all := range map[string]*document.Models{
		`{"format_version":"1.0","providers":[]}`: document.MakeModels(nil, price),
		`{"format_version":"1.0","providers":[{"name":"brush","models":[{"name":"oil","default":true,"edits":"yes","sizes":["any"],"size_required":false,"prices":{"brush":0.5}},{"name":"ink","default":false,"edits":"unsaid","sizes":["1x1","2x2"],"size_required":true}]}]}`: document.MakeModels(provider.Kinds{kind}, price),
	} {
		var text strings.Builder
		if err := document.Write(&text, all); err != nil {
			t.Fatal(err)
		}
		if strings.TrimSpace(text.String()) != name {
			t.Errorf("got  %s\nwant %s", text.String(), name)
		}
		if err := schematest.Document("models", []byte(text.String())); err != nil {
			t.Error(err)
		}
	}
}
