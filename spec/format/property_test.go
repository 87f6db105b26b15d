package format_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"gesso/spec/format"
)

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { holds(t, []byte(ugly().Draw(t, "text"))) })
}

func FuzzSource(f *testing.F) {
	for _, seed := range []string{
		"a=1", "image fox {}", "a = \"${b}\"", "a = \"${ b # c\n}\"", "variable v {\ntype = \"list\"\n}",
		"a = <<E\n${ b }\nE\n", "a = \"\n", "x {", "\ufeffa=1", "a = b\xff", "a = [for x in[1]:x]", "x \"a$${b}\" {}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) { holds(t, src) })
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// holds asserts what is true of Source for every text.
func holds(t failer, src []byte) {
	t.Helper()
	before := bytes.Clone(src)
	out, diags := format.Source(src, "x.hcl")
	if !bytes.Equal(src, before) {
		t.Fatalf("Source changed its argument: %q, was %q", src, before)
	}
	if diags.HasErrors() {
		if out != nil {
			t.Fatalf("bytes as well as an error: %q, %v", out, diags)
		}
		inside(t, src, diags)
		return
	}
	sameMeaning(t, src, out)
	if diff := cmp.Diff(comments(src), comments(out)); diff != "" {
		t.Fatalf("comments of %q (-before +after):\n%s", src, diff)
	}
	settles(t, out)
}

// inside asserts that diagnostics have a place, within the text.
func inside(t failer, src []byte, diags hcl.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		if d.Subject == nil || d.Subject.Filename != "x.hcl" || d.Subject.Start.Byte < 0 || d.Subject.Start.Byte > len(src) || d.Subject.Start.Line < 1 {
			t.Fatalf("%v is not in %q", d, src)
		}
	}
}

// settles asserts that a formatted text stays as it is; after as many times
// more as it has interpolations in interpolations.
func settles(t failer, out []byte) {
	t.Helper()
	for range bytes.Count(out, []byte("${")) {
		if !wraps(out) {
			break
		}
		next, diags := format.Source(out, "x.hcl")
		if diags.HasErrors() {
			t.Fatalf("%q becomes %q, %v", out, next, diags)
		}
		out = next
	}
	again, diags := format.Source(out, "x.hcl")
	if diags.HasErrors() || !bytes.Equal(again, out) {
		t.Fatalf("%q becomes %q, %v", out, again, diags)
	}
}

// wraps reports whether the value of an argument is nothing but an
// interpolation.
func wraps(src []byte) bool {
	found := false
	eachArgument(parsed(src), func(attr *hclsyntax.Attribute) {
		_, wrap := attr.Expr.(*hclsyntax.TemplateWrapExpr)
		found = found || wrap && bytes.HasPrefix(attr.SrcRange.SliceBytes(src)[attr.Expr.Range().Start.Byte-attr.SrcRange.Start.Byte:], []byte(`"`))
	})
	return found
}

// parsed returns nil for what is not HCL.
func parsed(src []byte) *hclsyntax.Body {
	file, diags := hclsyntax.ParseConfig(src, "x.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	return file.Body.(*hclsyntax.Body)
}

// eachArgument visits every argument but the types of variables.
func eachArgument(body *hclsyntax.Body, visit func(*hclsyntax.Attribute)) {
	var walk func(*hclsyntax.Block, *hclsyntax.Body, int)
	walk = func(in *hclsyntax.Block, body *hclsyntax.Body, depth int) {
		for name, attr := range body.Attributes {
			if depth != 1 || in.Type != "variable" || name != "type" {
				visit(attr)
			}
		}
		for _, block := range body.Blocks {
			walk(block, block.Body, depth+1)
		}
	}
	walk(nil, body, 0)
}

// sameMeaning asserts that two texts parse to the same, apart from places,
// parentheses around values, and the types of variables, which TestCorpus has.
func sameMeaning(t failer, src, out []byte) {
	t.Helper()
	before, after := parsed(src), parsed(out)
	if after == nil {
		t.Fatalf("%q becomes %q, which does not parse", src, out)
	}
	plain(before)
	plain(after)
	if diff := cmp.Diff(before, after, structure()...); diff != "" {
		t.Fatalf("%q becomes %q (-before +after):\n%s", src, out, diff)
	}
}

// plain takes the interpolations and parentheses around values away, and the
// types of variables.
func plain(body *hclsyntax.Body) {
	eachArgument(body, func(attr *hclsyntax.Attribute) { attr.Expr = core(attr.Expr) })
	for _, block := range body.Blocks {
		if block.Type == "variable" {
			delete(block.Body.Attributes, "type")
		}
	}
}

func core(expr hclsyntax.Expression) hclsyntax.Expression {
	switch expr := expr.(type) {
	case *hclsyntax.TemplateWrapExpr:
		return core(expr.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		return core(expr.Expression)
	}
	return expr
}

// structure makes cmp compare syntax trees by what they mean.
func structure() cmp.Options {
	return cmp.Options{
		cmp.Exporter(func(reflect.Type) bool { return true }),
		cmpopts.IgnoreTypes(hcl.Range{}, []hcl.Range{}, hcl.Pos{}),
		cmp.Comparer(func(a, b cty.Value) bool { return a.RawEquals(b) }),
		cmp.Comparer(func(a, b cty.Type) bool { return a.Equals(b) }),
		cmp.Comparer(func(a, b *hclsyntax.Operation) bool { return a == b }),
	}
}

// comments lists a text's comments, each without the white space at its end.
func comments(src []byte) []string {
	tokens, _ := hclsyntax.LexConfig(src, "x.hcl", hcl.InitialPos)
	var all []string
	for _, token := range tokens {
		if token.Type == hclsyntax.TokenComment {
			all = append(all, strings.TrimRight(string(token.Bytes), "\r\n"))
		}
	}
	return all
}
