package page

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"gesso/runner/gallery"
	"gesso/runner/report/quote"
)

// longestAlt is in characters. The whole text is in the card.
const longestAlt = 200

// alt returns the alternative text of a picture.
func alt(im *gallery.Image, prompt string) string {
	if runes := []rune(prompt); len(runes) > longestAlt {
		prompt = string(runes[:longestAlt]) + "…"
	}
	if im.Blank {
		return "nearly one colour: " + prompt
	}
	return prompt
}

// facts returns the few words below a prompt.
func facts(im *gallery.Image, currency string) string {
	var said []string
	for _, fact := range []string{visible(im.Model), visible(im.Size)} {
		if fact != "" {
			said = append(said, fact)
		}
	}
	if im.Cost != nil && im.Artifact != "" {
		said = append(said, amount(*im.Cost, cmp.Or(im.Currency, currency)))
	}
	return strings.Join(said, " · ")
}

// none says why there is no picture to show.
func none(im *gallery.Image, currency string) string {
	switch {
	case im.Artifact != "":
		return "its bytes are nowhere here"
	case im.Price != nil && im.Status != gallery.Removed:
		return fmt.Sprintf("%s, %s", im.Status, amount(*im.Price, cmp.Or(im.Currency, currency)))
	}
	return string(im.Status)
}

// amount formats a price. The sandbox charges nothing.
func amount(value float64, currency string) string {
	if value == 0 {
		return "free"
	}
	return strings.TrimSpace(strconv.FormatFloat(value, 'f', -1, 64) + " " + visible(currency))
}

// visible escapes control characters, characters that change the writing direction, and
// spaces without width.
func visible(text string) string {
	if quote.Plain(text) && !strings.ContainsFunc(text, hidden) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if r != utf8.RuneError && (quote.Unsafe(r) || hidden(r)) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func hidden(r rune) bool { return r == 0x200b || r == 0x2060 || r == 0xfeff }

// attribute makes a picture's SHA-256 safe in quotes and in a path: a foreign state file
// may have any text there.
func attribute(sha string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, sha)
}
