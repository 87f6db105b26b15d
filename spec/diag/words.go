package diag

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/near"
)

// Sentence ends a message as the details of diagnostics end.
func Sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?)") {
		return text
	}
	return text + "."
}

// DidYouMean is a sentence to end a detail with, or "".
func DidYouMean(given string, candidates []string) string {
	return near.Sentence(near.Word(given, candidates))
}

// ErrorText is an error of a conversion with the part of the value that it is
// about: .size: a string is required.
func ErrorText(err error) string {
	var at cty.PathError
	if !errors.As(err, &at) || len(at.Path) == 0 {
		return err.Error()
	}
	var b strings.Builder
	for _, step := range at.Path {
		switch s := step.(type) {
		case cty.GetAttrStep:
			b.WriteString("." + s.Name)
		case cty.IndexStep:
			key, _ := s.Key.Unmark()
			switch {
			case !key.IsKnown() || key.IsNull():
				b.WriteString("[...]")
			case key.Type() == cty.String:
				b.WriteString("[" + address.Quote(key.AsString()) + "]")
			case key.Type() == cty.Number:
				b.WriteString("[" + key.AsBigFloat().Text('f', -1) + "]")
			default:
				b.WriteString("[...]")
			}
		}
	}
	return b.String() + ": " + at.Error()
}

// Position names a range as messages do.
func Position(rng hcl.Range) string { return fmt.Sprintf("%s:%d", rng.Filename, rng.Start.Line) }

// Enumerate writes "a, b and c".
func Enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return fmt.Sprintf("%s and %s", strings.Join(words[:len(words)-1], ", "), words[len(words)-1])
}

// WithArticle writes "a list of string", "an object".
func WithArticle(noun string) string {
	if slices.Contains([]byte("aeiou"), noun[0]) {
		return "an " + noun
	}
	return "a " + noun
}

// Shorten is a text that may be quoted in a message.
func Shorten(text string) string {
	if len(text) > 100 {
		return strings.ToValidUTF8(text[:100], "") + "..."
	}
	return text
}
