package plain

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// expression takes the value of an argument with the end of its line.
func (r *reader) expression() hclsyntax.Expression {
	if n := plainText(r.rest()); n >= 0 {
		return r.literal(n)
	}
	text := r.rest()
	if n := bytes.IndexByte(text, '\n'); n >= 0 {
		text = text[:n]
	}
	text = bytes.TrimRight(text, " \t")
	if len(text) == 0 || bytes.HasPrefix(text, orderMark) {
		r.odd = true
		return nil
	}
	// The line has a whole expression if one is found that ends with it: what is open
	// at its end would be a mistake, and what is complete goes on in no other line.
	expr, diags := hclsyntax.ParseExpression(text, r.name, r.pos)
	end := expr.Range().End
	if len(diags) > 0 || end.Byte != r.pos.Byte+len(text) {
		r.odd = true
		return nil
	}
	r.pos = end
	r.lineEnd()
	return expr
}

// literal takes a text of n bytes in quotes.
func (r *reader) literal(n int) hclsyntax.Expression {
	text := r.shared(r.rest()[1 : 1+n])
	open, inside, end := r.take(1), r.take(n), r.take(1)
	r.lineEnd()
	made := new(literal)
	made.text = hclsyntax.LiteralValueExpr{Val: cty.StringVal(text), SrcRange: inside}
	made.parts[0] = &made.text
	made.TemplateExpr = hclsyntax.TemplateExpr{Parts: made.parts[:], SrcRange: hcl.RangeBetween(open, end)}
	return &made.TemplateExpr
}

// literal is an expression with all that it is made of, in one piece of memory.
type literal struct {
	hclsyntax.TemplateExpr
	parts [1]hclsyntax.Expression
	text  hclsyntax.LiteralValueExpr
}

// text takes a label in quotes.
func (r *reader) text() (string, hcl.Range) {
	n := plainText(r.rest())
	if n < 0 {
		r.odd = true
		return "", hcl.Range{}
	}
	text := string(r.rest()[1 : 1+n])
	return text, r.take(n + 2)
}

// plainText measures a text in quotes that says what is written there, in ASCII: each
// byte of it is a letter, and none begins something. It is -1 for any other, and for
// the empty one, whose place HCL has its own rule for.
func plainText(src []byte) int {
	if len(src) == 0 || src[0] != '"' {
		return -1
	}
	for i, c := range src[1:] {
		switch {
		case c == '"' && i > 0:
			return i
		case c == '"' || c < ' ' || c > '~' || c == '\\' || c == '$' || c == '%':
			return -1
		}
	}
	return -1
}
