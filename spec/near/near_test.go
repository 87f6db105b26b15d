package near

import (
	"strings"
	"testing"
)

func TestWord(t *testing.T) {
	tests := []struct {
		given      string
		candidates []string
		want       string
	}{
		{"", []string{"", "a"}, ""},
		{"promt", []string{"path", "prompt"}, "prompt"},
		{"prompt", []string{"prompts", "prompt"}, "prompt"},
		{"aply", []string{"apply", "plan"}, "apply"},
		{"sise", []string{"size", "side"}, "size"}, // the first of two that are as near
		// One letter may be wrong from three on, two from six on.
		{"vr", []string{"var"}, ""},
		{"vat", []string{"var"}, "var"},
		{"sizze", []string{"sides"}, ""},
		{"lifecicel", []string{"lifecycle"}, ""},
		{"lifecicle", []string{"lifecycle"}, "lifecycle"},
		{"postkondicion", []string{"precondition", "postcondition"}, "postcondition"},
		{"replace_triggers_by", []string{"replace_triggered_by"}, "replace_triggered_by"},
		{"flux-pro", []string{"flux-dev"}, ""}, // another thing, and no slip
		// Neighbours that changed places are one.
		{"plna", []string{"plan"}, "plan"},
		{"suorce", []string{"source"}, "source"},
		{"vra", []string{"var"}, "var"},
		{"nalp", []string{"plan"}, ""},
		{"paln", []string{"pal", "plan"}, "pal"}, // the first of two that are as near
		// Case and what joins words do not count.
		{"Flux Dev", []string{"flux-dev"}, "flux-dev"},
		{"FLUX_KONTEXT-PRO", []string{"flux-dev", "flux-kontext-pro"}, "flux-kontext-pro"},
		{"image-count", []string{"ImageCount", "image_count"}, "image_count"},
		{"CAT", []string{"cat"}, "cat"},
		// The only one that is begun.
		{"detailed-exit", []string{"destroy", "detailed-exitcode"}, "detailed-exitcode"},
		{"out", []string{"output", "outputs"}, ""},
		{"de", []string{"destroy"}, ""},
		{"planet", []string{"plan"}, "plan"},
		{"planets", []string{"plan"}, ""},
		// Letters of more than a byte.
		{"kätzchen", []string{"katzchen"}, "katzchen"},
		{"猫", []string{"犬"}, ""},
		{"\xff\xfe", []string{"\xff", "ab"}, ""},
	}
	for _, test := range tests {
		if got := Word(test.given, test.candidates); got != test.want {
			t.Errorf("%q of %q: got %q, want %q", test.given, test.candidates, got, test.want)
		}
	}
}

func TestEndings(t *testing.T) {
	if got := Sentence("") + Clause(""); got != "" {
		t.Errorf("no word is suggested as %q", got)
	}
	if got, want := Sentence(`a"b`)+Clause("plan"), ` Did you mean "a\"b"?; did you mean "plan"?`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestAmong: a slip is told from a word that is nothing at all.
func TestAmong(t *testing.T) {
	for _, test := range []struct {
		given string
		all   []string
		want  string
	}{
		{"lsit", []string{"list", "show"}, `; did you mean "list"?`},
		{"frob", []string{"list", "show"}, "; there are list, show"},
		{"frob", []string{"list"}, "; there is list"},
		{"frob", nil, ""},
	} {
		if got := Among(test.given, test.all); got != test.want {
			t.Errorf("%q among %q: %q, want %q", test.given, test.all, got, test.want)
		}
	}
	many := make([]string, mostNamed+2)
	if got := Among("frob", many); !strings.HasSuffix(got, ", and 2 more") {
		t.Errorf("many: %q", got)
	}
}
