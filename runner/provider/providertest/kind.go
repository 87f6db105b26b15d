package providertest

import (
	"slices"
	"strings"
	"testing"

	"gesso/runner/provider"
	"gesso/spec/lang"
)

// common are the settings that mean the same for every kind, and their types.
var common = map[string]lang.Argument{
	"alias":               {Type: lang.Text},
	"endpoint":            {Type: lang.Text, Shown: true},
	"token":               {Type: lang.Text, Sensitive: true},
	"model":               {Type: lang.Text, Shown: true, Shared: true},
	"size":                {Type: lang.Text, Shared: true},
	"price":               {Type: lang.Numbers},
	"parallelism":         {Type: lang.Number, Form: lang.Whole},
	"requests_per_minute": {Type: lang.Number},
	"poll_interval":       {Type: lang.Text, Form: lang.Duration},
	"timeout":             {Type: lang.Text, Form: lang.Duration},
}

// testKind: what the program knows of the provider holds together.
func testKind(t *testing.T, h Harness) {
	k := h.Kind
	language := k.Language
	if language.Name == "" || language.Name != strings.ToLower(language.Name) || language.Name == lang.Builtin || k.Title == "" {
		t.Errorf("the name %q or the title %q is none", language.Name, k.Title)
	}
	names := language.Block.ArgumentNames()
	for _, a := range language.Block.Arguments {
		if want, known := common[a.Name]; known &&
			(!a.Type.Equals(want.Type) || a.Form != want.Form || a.Sensitive != want.Sensitive || a.Shown != want.Shown || a.Shared != want.Shared) {
			t.Errorf("the argument %s is not what it is of every kind: %+v", a.Name, want)
		}
		if strings.Contains(a.Name, "token") && !a.Sensitive {
			t.Errorf("the argument %s may be printed", a.Name)
		}
	}
	if !slices.Contains(names, "alias") {
		t.Error("a block without an alias can only stand once")
	}
	for _, v := range k.Environ {
		if !slices.Contains(names, v.Setting) || k.Variable(v.Setting) != v.Name {
			t.Errorf("the variable %s is not that of a setting", v.Name)
		}
	}
	if problems := lang.CheckEndpoint("endpoint", k.Endpoint); len(problems) > 0 || k.Endpoint == "" || k.Endpoint == lang.Builtin {
		t.Errorf("%q is no endpoint", k.Endpoint)
	}
	if k.Check != nil {
		for _, p := range k.Check(language.Model, language.DefaultSize(language.Model), false) {
			if !p.Warning {
				t.Errorf("what an image gets that names nothing is refused: %s", p.Detail)
			}
		}
	}
	if h.has(Tokens) {
		_, err := k.Open(provider.Opening{Endpoint: k.Endpoint})
		failed(t, err, provider.Authentication)
	}
}
