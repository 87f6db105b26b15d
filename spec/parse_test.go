package spec

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"golang.org/x/tools/txtar"

	"gesso/spec/source"
)

// pieceSources are texts that are tempting to cut in the wrong place, and all
// of testdata.
func pieceSources(t *testing.T) map[string]string {
	sources := map[string]string{
		"blocks":         strings.Repeat("image \"a\" {\n  prompt = \"é ${var.x}\"\n}\n\n", 20),
		"heredoc":        "locals {\n  a = <<EOT\nimage \"x\" {\n}\nEOT\n  b = <<-EOT\n  }\n}\n  EOT\n}\nimage \"b\" {\n}\n",
		"comment":        "/*\n}\n*/\nimage \"a\" {\n}\n# }\n//}\nimage \"b\" {\n  /* {\n}\n*/\n}\n",
		"unformatted":    "image \"a\" {\nlifecycle {\n}\n}\nimage \"b\" { prompt = \"x\" }\nlocals { a = {\n}\n}\n",
		"template":       "image \"a\" {\n  prompt = \"${{\n}\n}\"\n}\nimage \"b\" {\n}\n",
		"CRLF":           "image \"a\" {\r\n}\r\nimage \"b\" {\r\n}\r\nx {\r\n",
		"top level":      "a = {\n}\nb {\n}\na = 1\nb {\n}\n",
		"unclosed":       "a {\n}\nb {\n}\nc {\n",
		"wrong inside":   "a {\n}\nb {\n  x = = 1\n}\nc {\n  y = [\n}\nd {\n}\n",
		"extra brace":    "a {\n}\n}\nb {\n}\n",
		"order mark":     "a {\n}\n\ufeffb {\n}\n",
		"no newline":     "a {\n}\nb {\n}",
		"missing = sign": "a {\n}\nb\nc {\n}\n",
	}
	archives, _ := filepath.Glob("testdata/diagnostics/*.txtar")
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, ".hcl") {
				sources[name+" "+f.Name] = string(f.Data)
			}
		}
	}
	return sources
}

// A file in pieces means what it means whole, with the same places and the
// same mistakes.
func TestPiecesMeanTheWhole(t *testing.T) {
	for name, text := range pieceSources(t) {
		src := []byte(text)
		want := outlineOf(src, 0)
		for _, size := range []int{1, 7, 20, 60} {
			if diff := cmp.Diff(want, outlineOf(src, size)); diff != "" {
				t.Errorf("%s in pieces of %d: %s", name, size, diff)
			}
		}
	}
}

func TestLargeFilesAreCut(t *testing.T) {
	src := []byte(strings.Repeat("image \"a\" {\n  prompt = \"p\"\n}\n", 1000))
	pieces := 0
	if diags := source.Parse(src, "x.hcl", 1000, func(*hclsyntax.Body) { pieces++ }); pieces < 20 || diags.HasErrors() {
		t.Errorf("%d pieces, %v", pieces, diags)
	}
}

// outlineOf writes every block, argument and place of a text, or what is wrong
// with it.
func outlineOf(src []byte, size int) string {
	var b strings.Builder
	diags := source.Parse(src, "x.hcl", size, func(body *hclsyntax.Body) { outlineBody(&b, body) })
	if diags.HasErrors() {
		return render(diags)
	}
	return b.String()
}

func outlineBody(b *strings.Builder, body *hclsyntax.Body) {
	var names []string
	for name := range body.Attributes {
		names = append(names, name)
	}
	for _, name := range sortedStrings(names) {
		attr := body.Attributes[name]
		fmt.Fprintln(b, name, at(attr.SrcRange), at(attr.NameRange), at(attr.Expr.Range()))
		for _, t := range attr.Expr.Variables() {
			fmt.Fprintln(b, t.RootName(), at(t.SourceRange()))
		}
	}
	for _, block := range body.Blocks {
		fmt.Fprintln(b, block.Type, block.Labels, at(block.DefRange()), at(block.Body.SrcRange), at(block.CloseBraceRange))
		outlineBody(b, block.Body)
	}
}

func at(rng hcl.Range) string { return fmt.Sprintf("%v@%d-%d", rng, rng.Start.Byte, rng.End.Byte) }

// A text without its closing quote hides code from the bounds on what is parsed.
func TestSalvageIsBounded(t *testing.T) {
	deep := strings.Repeat("[", 100_000)
	for name, text := range map[string]string{
		"brackets behind a quote":  "a {\n  x = \"\n}\nimage \"b\" {\n  prompt = " + deep + "\n}\n",
		"interpolations behind it": "a {\n  x = \"\n}\nimage \"b\" {\n  prompt = \"" + strings.Repeat("${\"", 50_000) + "\n}\n",
		"many unclosed blocks":     strings.Repeat("a {\n", 100_000),
		"many broken blocks":       strings.Repeat("image \"b\" {\n  prompt = \"x\n}\n", 3000),
	} {
		config, diags := loadDir(write(t, map[string]string{"main.hcl": text}), Inputs{Version: "0.1.0"})
		if !diags.HasErrors() {
			t.Errorf("%s: no error", name)
		}
		source.ReparsePieces(config.Sources["main.hcl"], "main.hcl")
		if len(diags) > 0 && (diags[0].Subject == nil || diags[0].Subject.Start.Byte > len(text)) {
			t.Errorf("%s: a mistake at %v", name, diags[0].Subject)
		}
		config.Close()
	}
}
