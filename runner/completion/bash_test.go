package completion_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/completion"
)

func TestParse(t *testing.T) {
	type typed struct {
		Words   []string
		Current string
	}
	for line, want := range map[string]typed{
		"":                           {},
		"ges":                        {nil, "ges"},
		"gesso ":                     {[]string{"gesso"}, ""},
		"gesso  plan\t-de":           {[]string{"gesso", "plan"}, "-de"},
		`gesso show image.a\[\"b\ c`: {[]string{"gesso", "show"}, `image.a["b c`},
		`gesso show 'image.a["b c`:   {[]string{"gesso", "show"}, `image.a["b c`},
		`gesso show "image.a[\"b\c`:  {[]string{"gesso", "show"}, `image.a["b\c`},
		`gesso -var='a b' "" x`:      {[]string{"gesso", "-var=a b", ""}, "x"},
		`gesso 'a'"b"\c `:            {[]string{"gesso", "abc"}, ""},
		`gesso a\`:                   {[]string{"gesso"}, `a\`},
	} {
		got := completion.Parse(line)
		if diff := cmp.Diff(want, typed{got.Words, got.Current}); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

// What bash is given is one word of it, behind what it takes for the word's
// beginning.
func TestAnswerBash(t *testing.T) {
	dir := folder(t, map[string]string{"gesso.state": stateFile, "a b'c.hclvars": "", "main.hcl": "variable \"style\" {}\n"})
	for line, want := range map[string]string{
		"gesso pl":                      "\nplan\n",
		"gesso plan -var-f":             "open\n-var-file=\n",
		"gesso plan -var-file=a":        "\na\\ b\\'c.hclvars\n",
		"gesso plan -var-file 'a":       "\na b'\\''c.hclvars\n",
		"gesso plan -var-file='a":       "\na b'\\''c.hclvars\n",
		"gesso plan -var=":              "open\nstyle=\n",
		"gesso show image.hero\\[\\\"a": "\nimage.hero\\[\\\"a\\ b\\\"\\]\n",
		"gesso show 'image.hero[\"a":    "\nimage.hero[\"a b\"]\n",
		"gesso show \"image.hero[\\\"a": "\nimage.hero[\\\"a b\\\"]\n",
		"gesso show module.":            "\nmodule.house\nmodule.house\\[\\\"x\\\"\\].image.crest\n",
		"gesso plan -target=image.s":    "\nimage.solo\n",
		"ges":                           "",
	} {
		var said strings.Builder
		program().Answer(&said, "bash", []string{" \t\n\"'@><=;|&(:", line}, completion.Sources{Dir: dir})
		if diff := cmp.Diff(want, said.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", line, diff)
		}
	}
}

func TestAnswer(t *testing.T) {
	dir := folder(t, map[string]string{"gesso.state": stateFile + "{\"address\":\"image.x[\\\"\\u001b\\n\\\"]\"}\n"})
	for _, test := range []struct {
		told []string
		want string
	}{
		{[]string{"=pl"}, "plan\tsay what would be done\t\n"},
		{[]string{"plan", "", "=-var-f"}, "-var-file=\ta FILE\topen\n"},
		{[]string{"show", "=image.x"}, "image.x\t\t\n"}, // no shell can be told of its instance
		{nil, ""},
	} {
		var said strings.Builder
		program().Answer(&said, "zsh", test.told, completion.Sources{Dir: dir})
		if diff := cmp.Diff(test.want, said.String()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.told, diff)
		}
	}
}

func TestScripts(t *testing.T) {
	for _, shell := range completion.Shells() {
		if text, ok := completion.Script(shell); !ok || !strings.Contains(string(text), "__complete "+shell+" ") {
			t.Errorf("the script for %s calls nothing: %s", shell, text)
		}
	}
	if _, ok := completion.Script("tcsh"); ok {
		t.Error("there is a script for tcsh")
	}
}
