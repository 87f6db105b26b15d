package flux

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gesso/spec/secret/spelling"
)

const (
	// maxLine is how many characters of a server's text are shown: enough for
	// every message in the API's guide, and no more than a few terminal lines.
	maxLine = 300

	// maxID bounds task ids, in bytes, and trace ids, in characters. Real ones are UUIDs of 36.
	maxID = 200

	// minSecret is the length from which a token is looked for in texts. A
	// shorter one is no secret, and blotting it out would tear words apart.
	minSecret = 8
)

// censor makes foreign text fit to be shown and kept: a server can send
// anything, also the token that it was given, in any spelling, or a terminal's escape
// sequences.
type censor struct{ tokens []spelling.Secret }

// newCensor is the censor of a client that has these tokens.
func newCensor(tokens ...string) censor {
	var c censor
	slices.Sort(tokens)
	for _, token := range slices.Compact(tokens) {
		if len(token) >= minSecret {
			c.tokens = append(c.tokens, spelling.Of(token))
		}
	}
	return c
}

// line makes one clean line of text, cut to maxLine characters.
func (c censor) line(text string) string {
	return cut(c.blot(clean(text[:min(len(text), maxErrorBody)])), maxLine)
}

// id makes a clean word of what a server calls an id.
func (c censor) id(text string) string {
	return cut(c.blot(strings.ReplaceAll(clean(text), " ", "")), maxID)
}

// blot comes after clean, which could otherwise put a token together again, and
// before cut, which could leave half of one.
func (c censor) blot(text string) string {
	for _, token := range c.tokens {
		text = token.Blot(text, "[token]")
	}
	return text
}

// holds reports whether a text gives a token away.
func (c censor) holds(text string) bool {
	return slices.ContainsFunc(c.tokens, func(token spelling.Secret) bool { return token.In(text) })
}

// task is what a server calls a task, if it can be asked for by that name: one that a
// message or a file cannot have as it is would never be found again. Else wrong says
// what is the matter with it.
func (c censor) task(names ...text) (id, wrong string) {
	for _, name := range names {
		name := strings.TrimSpace(string(name))
		switch {
		case name == "":
		case c.holds(name):
			wrong = "holds the token"
		case len(name) > maxID:
			wrong = fmt.Sprintf("has %d bytes, more than %d", len(name), maxID)
		case c.id(name) != name:
			wrong = "holds blanks or characters that cannot be shown"
		default:
			return name, ""
		}
	}
	return "", wrong
}

// clean removes everything that is not seen: control characters, among them
// escape sequences' first bytes, and marks that turn the direction of writing.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(text), " ")
}

func cut(text string, limit int) string {
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit-1]) + "…"
	}
	return text
}

var htmlTitle = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// page is what a body that is not JSON says: a proxy's HTML page says most in
// its title.
func page(body string) string {
	if m := htmlTitle.FindStringSubmatch(body); m != nil {
		return html.UnescapeString(m[1])
	}
	if strings.HasPrefix(strings.TrimSpace(body), "<") {
		return "the answer is a page, not JSON"
	}
	return body
}
