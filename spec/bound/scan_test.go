package bound

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestScanRefusesWhatWouldOverflowTheStack(t *testing.T) {
	for _, unit := range []string{
		"[", "(", "{", "{a={", "f(", `"${`, "[for x in ", "-", "!", "1+", "x ? 1 : ", "a&&", "a[0]", "a[*]", "x==",
		"%{ if true }", "%{for x in y}", "<<E\n${", "{for\nx in y : ", "a.*",
	} {
		prefix := "x = "
		if strings.HasPrefix(unit, "%") {
			prefix = `x = "`
		}
		if shape := Scan([]byte(prefix+strings.Repeat(unit, 100)), false, 0); shape.Over >= 0 {
			t.Errorf("100 of %q were refused", unit)
		}
		if shape := Scan([]byte(prefix+strings.Repeat(unit, 100_000)), false, 0); shape.Over < 0 {
			t.Errorf("100,000 of %q were let through", unit)
		}
	}
}

func TestScanLetsLargeSaneTextThrough(t *testing.T) {
	for _, unit := range []string{
		"image \"a\" {\n  prompt = \"a ${var.b} (( [[ {{ $${ %%{ \\\" \" # ((( \"\n}\n",
		"x = [1, 2, -3, [4], f(5) + 6]\n",
		"x = <<EOT\n  {{{ ((( [[[ \" ${y} %{ if z }w%{ else }v%{ endif }\n  EOT\n",
		"x = \"%{ for a in b }${a}%{ endfor }\" // ((\n",
		"x = 1 /* [[[[ */\n",
		"x = { for k, v in y : k => v... if v > 0 }\n",
	} {
		shape := Scan([]byte(strings.Repeat(unit, 20_000)), false, 0)
		if shape.Over >= 0 || shape.Crowded >= 0 {
			t.Errorf("%q: over %d, crowded %d", unit, shape.Over, shape.Crowded)
		}
	}
}

func TestScanRefusesTooManyTokens(t *testing.T) {
	if shape := Scan(bytes.Repeat([]byte(","), MaxTokens+10), false, 0); shape.Crowded != MaxTokens {
		t.Errorf("crowded at %d", shape.Crowded)
	}
}

// FuzzScan compares with HCL's own scanner: never shallower, and for text that
// parses just as deep.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		"a = [1, {b = \"${c[\"d\"]}\"}]\n", "a = <<E\n${b}\n E\nc=[[]]\n", "a = <<-E\n$${ $$${b} %%{\n\tE\n", "a = \"$$${b}$\"\n",
		"a = \"\\\"${{}}\"", "/* } */ a { b { } } // {\n#{\n", "a = \"%{if true~}x%{~else}y%{endif}\"", "}}}{{{", "a = <<é\n[\né\n", "a = \"\n[[\"",
		"a = <<E\nE", "a = x ~} y", "a = \"$", "a = <<E\n$\nE\n[", "a = \"%%{[[[\"", "a = 1//[\n", "a=<<A\n${<<B\n[\nB\n}\nA\n",
		"a = <<A-B\n[[\nA-B\n", "<<A-\n", "<<--A\n", "<<-A-\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\ufeff") {
			t.Skip() // refused before, or an error of the scanner's own that ends it
		}
		src := []byte(text)
		tokens, _ := hclsyntax.LexConfig(src, "x", hcl.InitialPos)
		shape := Scan(src, false, 0)
		if shape.Over >= 0 || shape.Crowded >= 0 || shape.Long >= 0 {
			return // it is refused, and the rest of it was not looked at
		}
		want, got := depth(tokens), shape.deepest
		if got < want {
			t.Fatalf("deepest is %d, and %d by the tokens of %q", got, want, text)
		}
		if got == want || len(src) > 1<<16 {
			return
		}
		if _, diags := hclsyntax.ParseConfig(src, "x", hcl.InitialPos); !diags.HasErrors() {
			t.Fatalf("deepest is %d, and %d by the tokens of %q, which parses", got, want, text)
		}
	})
}

// depth is how many brackets, quotes and templates are open at once.
func depth(tokens hclsyntax.Tokens) int {
	var open []hclsyntax.TokenType
	deepest := 0
	pop := func(all bool, kinds ...hclsyntax.TokenType) {
		for i := len(open) - 1; i >= 0; i-- {
			if bytes.ContainsRune([]byte(string(kinds)), rune(open[i])) {
				open = open[:i]
				return
			}
			if !all {
				return
			}
		}
	}
	for _, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc,
			hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			open = append(open, token.Type)
			deepest = max(deepest, len(open))
		case hclsyntax.TokenCBrace, hclsyntax.TokenTemplateSeqEnd:
			pop(true, hclsyntax.TokenOBrace, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl)
		case hclsyntax.TokenCQuote:
			pop(true, hclsyntax.TokenOQuote)
		case hclsyntax.TokenCHeredoc:
			pop(true, hclsyntax.TokenOHeredoc)
		case hclsyntax.TokenCBrack:
			pop(false, hclsyntax.TokenOBrack)
		case hclsyntax.TokenCParen:
			pop(false, hclsyntax.TokenOParen)
		}
	}
	return deepest
}

func BenchmarkScan(b *testing.B) {
	src := bytes.Repeat([]byte("image \"picture\" {\n  prompt = \"A quiet watercolour of a lighthouse at dusk, soft light, muted colours\"\n  model = \"flux-pro-1.1\"\n  size = \"1024x1024\"\n}\n\n"), 10_000)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Scan(src, false, 256<<10)
	}
}
