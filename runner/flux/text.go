package flux

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

const (
	// maxLine is how many characters of a server's text are shown: enough for
	// every message in the API's guide, and no more than a few terminal lines.
	maxLine = 300

	// maxID bounds task and trace ids, in characters. Real ones are UUIDs of 36.
	maxID = 200

	// minSecret is the length from which a token is looked for in texts. A
	// shorter one is no secret, and blotting it out would tear words apart.
	minSecret = 8
)

// censor makes foreign text fit to be shown and kept: a server can send
// anything, also the token that it was given, or a terminal's escape sequences.
type censor struct{ tokens []string }

// line makes one clean line of text, cut to maxLine characters.
func (c censor) line(text string) string { return cut(c.blot(clean(text)), maxLine) }

// id makes a clean word of what a server calls an id.
func (c censor) id(text string) string {
	return cut(c.blot(strings.ReplaceAll(clean(text), " ", "")), maxID)
}

// blot comes after clean, which could otherwise put a token together again, and
// before cut, which could leave half of one.
func (c censor) blot(text string) string {
	for _, token := range c.tokens {
		if len(token) < minSecret {
			continue
		}
		for _, form := range []string{token, url.QueryEscape(token), url.PathEscape(token)} {
			text = strings.ReplaceAll(text, form, "[token]")
		}
	}
	return text
}

// holds reports whether a text gives a token away.
func (c censor) holds(text string) bool {
	if c.blot(text) != text {
		return true
	}
	plain, err := url.QueryUnescape(text)
	return err == nil && c.blot(plain) != plain
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
