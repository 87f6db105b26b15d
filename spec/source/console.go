package source

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// ConsoleName is what places in a text given to Evaluate have as their file.
const ConsoleName = "<console-input>"

// OpenBrackets counts what a text opens and does not close: brackets, braces,
// interpolations and heredocs. Above zero it can go on in the next line.
func OpenBrackets(text string) int {
	open := 0
	for _, token := range lexed(text) {
		switch token.Type {
		case hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenOBrace, hclsyntax.TokenOHeredoc,
			hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			open++
		case hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCBrace, hclsyntax.TokenCHeredoc,
			hclsyntax.TokenTemplateSeqEnd:
			open--
		}
	}
	return open
}

// HasHeredoc reports whether there is a heredoc in a text, be it only begun: such
// a text cannot be one line.
func HasHeredoc(text string) bool {
	return strings.Contains(text, "<<") && slices.ContainsFunc(lexed(text), func(t hclsyntax.Token) bool { return t.Type == hclsyntax.TokenOHeredoc })
}

// lexed are the tokens of a text whose last line is ended: only that makes <<EOT
// a heredoc.
func lexed(text string) hclsyntax.Tokens {
	tokens, _ := hclsyntax.LexExpression([]byte(text+"\n"), ConsoleName, hcl.InitialPos)
	return tokens
}
