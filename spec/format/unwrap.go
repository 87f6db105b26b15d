package format

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// value replaces a quoted template that is nothing but one interpolation by
// the interpolated expression, as it is written, with its comments.
func (r *rewriter) value(expr hclsyntax.Expression) {
	wrap, ok := expr.(*hclsyntax.TemplateWrapExpr)
	if !ok || r.src[wrap.SrcRange.Start.Byte] != '"' {
		return
	}
	tokens, _ := hclsyntax.LexConfig(wrap.SrcRange.SliceBytes(r.src), r.name, hcl.InitialPos)
	// The tokens are a quote, the interpolation's beginning, its inside, its
	// end, a quote, and the end of the text.
	if len(tokens) < 6 {
		return
	}
	inside := trimNewlines(tokens[2 : len(tokens)-3])
	if len(inside) == 0 {
		return
	}
	start := wrap.SrcRange.Start.Byte
	text := r.src[start+inside[0].Range.Start.Byte : start+inside[len(inside)-1].Range.End.Byte]
	if r.needsParentheses(inside, wrap.SrcRange.End.Byte) {
		text = bytes.Join([][]byte{[]byte("("), text, []byte(")")}, nil)
	}
	r.replace(wrap.SrcRange, text)
}

func trimNewlines(tokens hclsyntax.Tokens) hclsyntax.Tokens {
	for len(tokens) > 0 && tokens[0].Type == hclsyntax.TokenNewline {
		tokens = tokens[1:]
	}
	for len(tokens) > 0 && tokens[len(tokens)-1].Type == hclsyntax.TokenNewline {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

// needsParentheses reports whether an expression must be enclosed, now that no
// quotes let it go on in the next line. Terraform's rule asks for more than that:
// any new line counts, also one in brackets. Of line comments it knows nothing, so
// they count only where leaving them alone would break the file: outside of
// brackets, unless the expression ends there and its line as well.
func (r *rewriter) needsParentheses(inside hclsyntax.Tokens, end int) bool {
	if enclosed(inside) {
		return false
	}
	depth := 0
	for i, token := range inside {
		depth += bracketChange(token.Type)
		switch {
		case token.Type == hclsyntax.TokenNewline:
			return true
		case depth == 0 && isLineComment(token) && (i < len(inside)-1 || !r.lineEnds(end)):
			return true
		}
	}
	return false
}

// enclosed reports whether the first token is a parenthesis and the last is the
// one that closes it.
func enclosed(tokens hclsyntax.Tokens) bool {
	if tokens[0].Type != hclsyntax.TokenOParen {
		return false
	}
	depth := 0
	for i, token := range tokens {
		depth += bracketChange(token.Type)
		if depth == 0 {
			return i == len(tokens)-1
		}
	}
	return false
}

func bracketChange(t hclsyntax.TokenType) int {
	switch t {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		return 1
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
		return -1
	}
	return 0
}

// isLineComment tells comments that take the rest of the line, whose token has
// the line break at its end.
func isLineComment(token hclsyntax.Token) bool {
	return token.Type == hclsyntax.TokenComment && bytes.HasSuffix(token.Bytes, []byte("\n"))
}

// lineEnds reports whether nothing but comments follows in the line of at.
func (r *rewriter) lineEnds(at int) bool {
	rest := r.src[at:]
	for {
		rest = bytes.TrimLeft(rest, " \t")
		if !bytes.HasPrefix(rest, []byte("/*")) {
			break
		}
		_, rest, _ = bytes.Cut(rest[2:], []byte("*/"))
	}
	return len(rest) == 0 || bytes.ContainsAny(rest[:1], "\r\n#/")
}
