package plain

import (
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"golang.org/x/tools/txtar"
)

var start = hcl.Pos{Line: 7, Column: 1, Byte: 90}

// agree holds the package to its promise for one text, and reports whether it parsed it.
func agree(t *testing.T, src []byte) bool {
	t.Helper()
	body, ok := Parse(src, "x.hcl", start)
	if !ok {
		return false
	}
	file, diags := hclsyntax.ParseConfig(src, "x.hcl", start)
	want := file.Body.(*hclsyntax.Body)
	switch {
	case len(diags) > 0:
		t.Errorf("parsed, though it is wrong (%v):\n%s", diags, src)
	case !reflect.DeepEqual(body.Attributes, want.Attributes) || !reflect.DeepEqual(body.Blocks, want.Blocks):
		t.Errorf("another tree:\n%s\n%s", src, cmp.Diff(want.Blocks, body.Blocks, cmp.Exporter(func(reflect.Type) bool { return true })))
	}
	return true
}

func TestPlainTexts(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":               "",
		"comments":              "# é\n\n  // x\n",
		"a block":               "image \"a\" {\n  prompt = \"a heron\"\n  model=\"m\"\n}\n",
		"its end is the text's": "image \"a\" {\n  prompt = \"a heron\"\n}",
		"nested blocks":         "a {\n  b \"c\" \"d\" {\n    x = \"\"\n  } # x\n\n  b {\n  }\n}\n\n\ta\t{ // é\n\ty = \"z\"\t# é\n\t}\t\n",
		"expressions":           "a {\n  a = 1\n  b = -1.5e3 \n  c = true\n  d = null\n  e = var.x[0].y\n  f = \"é ${var.x[\"k\"]} %{ if true }a%{ endif }\" \n  g = [1, \"a\"]\n  h = { a = 1, b = 2 }\n  i = a.*.b\n  j = [for x in y : x if x]\n  k = (1 + 2)\n  l = f(g(1)...)\n  m = a ? b : c\n  n = \"\\n\\\"\"\n  o = \"5 $\"\n  p = \"%\"\n  q = a[*].b\n  r = !a\n  s = \"${x}\"\n}\n",
		"odd blocks":            "a {\n  x = \"a\"\n}\nb { y = 1 }\nc {\n  x = <<EOT\n  {\nEOT\n}\nd {\n}\ne { }\nf {\n  l = [\n    1, # one\n  ]\n  /* x */\n}\ng {\n}\n",
		"bare labels":           "a b {\n}\n",
		"words of expressions":  "for {\n  in = \"x\"\n  if = null\n}\n",
	} {
		if !agree(t, []byte(text)) {
			t.Errorf("%s: left to HCL", name)
		}
	}
}

// odd are texts that are to be told wrong, or told from plain ones.
var odd = []string{
	"a = 1\n", "a {\n", "a {\n}}\n", "}\n", "a \"b {\n}\n", "a \"${b}\" {\n}\n", "a\n{\n}\n", "a {\n  x = \"a\"\n  x = \"b\"\n}\n",
	"a {\n  x = \"a\n}\n", "a {\n  x =\n}\n", "a {\n  x = \"a\" \"b\"\n}\n", "a {\n  x = a b\n}\n", "a {\n  x = a /* \n */ + 1\n}\n",
	"a {\n  x == 1\n}\n", "a {\n  x => 1\n}\n", "a {\n  x = \ufeff1\n}\n", "\ufeffa {\n}\n", "a {\n  x = 1 # é\n}\n", "a {\n  x = a.b # é\n}\n",
	"a {\n  x = <<EOT\n}\nEOT\n}\n", "a {\n  x = <<EOT\n\n}\nb {\n", "a {\n  x = [\n}\n]\n}\n", "a {\n  /*\n}\n*/\n}\nb {\n  */\n}\n", "/\n", "/* a {\n}\n*/\n",
	"a {\n  x = \"e\u0301\" \u0301\n}\n", "a {\n  \u0301x = 1\n}\n", "a\u0301 {\n}\n", "a {\r\n  x = \"b\"\r\n}\r\n", "a {\n  x = \"b\" # c\r}\n}\n", "a {\n  x = a.\n  b\n}\n",
	"a {\n  x = \"\\u00e9\\q\"\n}\n", "a {\n  x = 'a'\n}\n", "a { # b", "a {\n} # b", "a {\n} //", "a {\n  x = -\n  1\n}\n", "a {\n  x = a ?\n  b : c\n}\n", "a {\n  x = a,\n}\n", "a {\n  x.y = 1\n}\n",
}

func TestOddTexts(t *testing.T) {
	for _, text := range odd {
		agree(t, []byte(text))
	}
}

// What is put together by chance from pieces of configurations is the same tree too.
func TestRandomTexts(t *testing.T) {
	pieces := append([]string{
		"a", "image", "{", "}", "\n", "\n}\n", " = ", "\"", "\"b\"", "\"heron ${x}\"", "${", "$${", "%{", "\\", "é", "e\u0301", "[", "]", "(", ")", ",", "#", "//", "/*", "*/", "<<EOT\n", "EOT\n",
		" {\n", "  x = \"y\"\n", "1", "a.b", " ", "\t", "\r", "==", "?", ":", ".", "-", "\u200d", "image \"a\" {\n  prompt = \"p\"\n}\n",
	}, odd...)
	random := rand.New(rand.NewPCG(1, 2))
	parsed := 0
	for range 60_000 {
		var b strings.Builder
		for range 1 + random.IntN(12) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		if agree(t, []byte(b.String())) {
			parsed++
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	if parsed < 1000 {
		t.Errorf("only %d were parsed", parsed)
	}
}

// configurations are those of tests and examples.
func configurations(t testing.TB) [][]byte {
	var texts [][]byte
	for _, pattern := range []string{"../testdata/*/*.txtar", "../../runner/cli/testdata/script/*.txtar", "../../examples/*/*.hcl"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("nothing is at %s: %v", pattern, err)
		}
		for _, name := range names {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, archive.Comment)
			for _, f := range archive.Files {
				texts = append(texts, f.Data)
			}
		}
	}
	return texts
}

func TestConfigurations(t *testing.T) {
	parsed := 0
	for _, text := range configurations(t) {
		if agree(t, text) {
			parsed++
		}
	}
	if parsed < 500 {
		t.Errorf("only %d were parsed", parsed)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range odd {
		f.Add([]byte(text))
	}
	for _, text := range configurations(f) {
		if len(text) < 2000 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) { agree(t, text) })
}
